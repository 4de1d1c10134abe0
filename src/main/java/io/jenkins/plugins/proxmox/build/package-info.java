/** What jobs that are no pipelines do with guests: a build step, a build wrapper and a post-build step. */
package io.jenkins.plugins.proxmox.build;
