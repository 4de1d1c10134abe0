package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.task.TaskListener;

/** Counts the lines of a task's log that were shown, so that none is shown twice after a restart. */
final class ShownLines implements TaskListener {
    private final TaskListener shows;
    private final Course course;
    private boolean more;

    ShownLines(TaskListener shows, Course course) {
        this.shows = shows;
        this.course = course;
    }

    @Override
    public void line(String line) {
        shows.line(line);
        course.shown(course.linesSeen() + 1);
        more = true;
    }

    /** Logs are read once a second at most, so that is how often it is written down. */
    @Override
    public void caughtUp() {
        if (more) {
            more = false;
            course.note();
        }
    }
}
