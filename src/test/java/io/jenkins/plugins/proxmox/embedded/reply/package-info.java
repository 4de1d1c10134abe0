/** What calls end with. */
package io.jenkins.plugins.proxmox.embedded.reply;
