/** How long a guest is used, and how many are kept in store: decisions only, nothing here calls anything. */
package io.jenkins.plugins.proxmox.core.life;
