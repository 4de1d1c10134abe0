/** Pipeline steps: each binds its parameters, runs one operation of the core, and gives its result in plain values. */
package io.jenkins.plugins.proxmox.step;
