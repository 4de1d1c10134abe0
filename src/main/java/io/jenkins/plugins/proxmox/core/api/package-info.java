/**
 * The wire: one {@link io.jenkins.plugins.proxmox.core.api.ApiClient} speaks to one Proxmox VE cluster over HTTPS.
 *
 * <p>Everything that only the transport can get wrong is settled here and nowhere else: authentication, trust, form
 * encoding, connection reuse, reading the error out of a reply, telling what may be sent again.
 */
package io.jenkins.plugins.proxmox.core.api;
