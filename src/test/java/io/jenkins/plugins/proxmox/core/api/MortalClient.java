package io.jenkins.plugins.proxmox.core.api;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A client in a process that dies at one of its calls; afterwards nothing is sent any more, by whatever thread. */
public final class MortalClient {
    /** How a process meets its end at a call. */
    public enum Death {
        /** The call is not even sent. */
        BEFORE,
        /** The call is carried out, but nobody hears of its answer. */
        AFTER
    }

    private final Death death;
    private final Predicate<ApiRequest> fatal;
    private final CompletableFuture<Void> dead = new CompletableFuture<>();
    private int calls;
    private String lastCall = "";

    private MortalClient(Death death, Predicate<ApiRequest> fatal) {
        this.death = death;
        this.fatal = fatal;
    }

    /**
     * @param fatalCall which call is the last one, from 1 on
     */
    public static MortalClient dyingAt(int fatalCall, Death death) {
        AtomicInteger left = new AtomicInteger(fatalCall);
        return new MortalClient(death, request -> left.decrementAndGet() == 0);
    }

    /** Dies before the first call of a kind. */
    public static MortalClient dyingBefore(ApiMethod method) {
        return new MortalClient(Death.BEFORE, request -> request.method() == method);
    }

    public static MortalClient immortal() {
        return new MortalClient(Death.BEFORE, request -> false);
    }

    public ApiClient connect(ApiClient.Settings settings) {
        Wire wire = new HttpTransport(settings.endpoint(), settings.trust(), settings.userAgent());
        return new ApiClient(settings, new Wire() {
            @Override
            public HttpTransport.Answer send(ApiRequest request, Map<String, String> headers) throws IOException {
                boolean last = count(request);
                if (last && death == Death.BEFORE) {
                    die();
                }
                HttpTransport.Answer answer = wire.send(request, headers);
                if (last) {
                    die();
                }
                return answer;
            }

            @Override
            public void close() throws IOException {
                wire.close();
            }
        });
    }

    private synchronized boolean count(ApiRequest request) {
        if (isDead()) {
            throw new DeathError();
        }
        lastCall = request.toString();
        calls++;
        return fatal.test(request);
    }

    private void die() {
        dead.complete(null);
        throw new DeathError();
    }

    /** Whatever a dead process would save or schedule does not count. */
    public boolean isDead() {
        return dead.isDone();
    }

    public CompletableFuture<Void> death() {
        return dead;
    }

    @Override
    public synchronized String toString() {
        return "died " + death + " call " + calls + " (" + lastCall + ")";
    }

    /** Unwinds the stack of a thread that does not exist any more. */
    private static final class DeathError extends Error {
        private static final long serialVersionUID = 1L;

        private DeathError() {
            super("the process died", null, false, false);
        }
    }
}
