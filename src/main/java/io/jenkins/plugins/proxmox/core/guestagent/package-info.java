/**
 * The QEMU guest agent of a VM: whether it answers, what it knows, and commands and files inside the guest.
 *
 * <p>Up to PVE 8 all of it needs {@code VM.Monitor}; PVE 9 tells {@code VM.GuestAgent.Audit}, {@code FileRead},
 * {@code FileWrite}, {@code FileSystemMgmt} and {@code Unrestricted} apart.
 */
package io.jenkins.plugins.proxmox.core.guestagent;
