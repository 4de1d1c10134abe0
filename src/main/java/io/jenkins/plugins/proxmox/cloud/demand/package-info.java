/** What the queue needs and what is made for it, what is kept ready, and why builds wait. */
package io.jenkins.plugins.proxmox.cloud.demand;
