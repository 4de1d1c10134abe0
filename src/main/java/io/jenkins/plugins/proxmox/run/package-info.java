/** What builds have to do with operations: on whose behalf they run, where they stand, and what they leave behind. */
package io.jenkins.plugins.proxmox.run;
