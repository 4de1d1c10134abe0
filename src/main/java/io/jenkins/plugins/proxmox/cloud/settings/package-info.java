/** What an administrator says of clouds and templates: what is cloned, how it is reached, and how long it lives. */
package io.jenkins.plugins.proxmox.cloud.settings;
