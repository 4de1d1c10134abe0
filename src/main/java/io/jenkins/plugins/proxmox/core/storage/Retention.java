package io.jenkins.plugins.proxmox.core.storage;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which backups of a guest are kept when the others are removed, as Proxmox VE writes it:
 * {@code keep-last=3,keep-daily=7}. Each part counts only what those before it did not keep already.
 *
 * @param text {@code keep-all=1} alone, or {@code keep-last}, {@code keep-hourly}, {@code keep-daily},
 *     {@code keep-weekly}, {@code keep-monthly} and {@code keep-yearly}, each once at most, with 0 to 999999999, one of
 *     them above 0
 */
public record Retention(String text) {
    private static final Pattern PART = Pattern.compile(
            "(?<key>keep-(?:last|hourly|daily|weekly|monthly|yearly))=(?<number>\\d{1,9})|(?<all>keep-all)=(?<flag>[01])");

    /**
     * @throws ProxmoxException with {@link Problem.Parameter} if Proxmox would not take the text, or would keep all
     *     backups though nothing is said of it
     */
    public Retention {
        List<String> parts = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        boolean all = false;
        boolean some = false;
        for (String part : text.trim().split(",", -1)) {
            Matcher matcher = PART.matcher(part.trim());
            if (!matcher.matches()) {
                throw refuse(text, "");
            }
            boolean isAll = matcher.group("all") != null;
            if (!keys.add(isAll ? matcher.group("all") : matcher.group("key"))) {
                throw refuse(text, ", and nothing twice");
            }
            all |= isAll && matcher.group("flag").equals("1");
            some |= !isAll && Integer.parseInt(matcher.group("number")) > 0;
            parts.add(part.trim());
        }
        if (all && some) {
            throw refuse(text, ", and keep-all=1 only alone");
        }
        if (!all && !some) {
            // Proxmox VE takes nothing but zeros as keep-all=1, which is hardly ever what was meant.
            throw refuse(
                    text, ", and one number above 0; Proxmox VE would keep all backups, for which there is keep-all=1");
        }
        text = String.join(",", parts);
    }

    /** Keeps the newest backups of each guest. */
    public static Retention keepLast(int backups) {
        return new Retention("keep-last=" + backups);
    }

    private static ProxmoxException refuse(String text, String more) {
        return ProxmoxException.invalid(
                "retention",
                "'" + text.trim()
                        + "' is no retention; expected is something like keep-last=3,keep-daily=7 of keep-last,"
                        + " keep-hourly, keep-daily, keep-weekly, keep-monthly, keep-yearly and keep-all" + more);
    }

    @Override
    public String toString() {
        return text;
    }
}
