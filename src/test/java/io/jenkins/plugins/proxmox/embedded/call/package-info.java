/** The calls of the API, each class with those of one topic. */
package io.jenkins.plugins.proxmox.embedded.call;
