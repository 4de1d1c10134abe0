/** Runs Jenkinsfiles without Jenkins: JenkinsPipelineUnit with our steps bound to the same operations of the core. */
package io.jenkins.plugins.proxmox.pipelineunit;
