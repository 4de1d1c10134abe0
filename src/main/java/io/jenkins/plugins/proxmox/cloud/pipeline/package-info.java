/** What pipelines have of agents: blocks with agents of their own, and words for those that were lost. */
package io.jenkins.plugins.proxmox.cloud.pipeline;
