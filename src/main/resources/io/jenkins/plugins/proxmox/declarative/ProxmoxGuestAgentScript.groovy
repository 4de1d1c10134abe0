package io.jenkins.plugins.proxmox.declarative

import org.jenkinsci.plugins.pipeline.modeldefinition.agent.CheckoutScript
import org.jenkinsci.plugins.pipeline.modeldefinition.agent.DeclarativeAgentScript2
import org.jenkinsci.plugins.workflow.cps.CpsScript

class ProxmoxGuestAgentScript extends DeclarativeAgentScript2<ProxmoxGuestAgent> {
    ProxmoxGuestAgentScript(CpsScript script, ProxmoxGuestAgent agent) {
        super(script, agent)
    }

    @Override
    void run(Closure body) {
        script.proxmoxAgent(describable.arguments()) {
            if (describable.retries > 1) {
                def conditions = [script.proxmoxAgent(), script.nonresumable()]
                script.retry(count: describable.retries, conditions: conditions) {
                    onAgent(body)
                }
            } else {
                onAgent(body)
            }
        }
    }

    private void onAgent(Closure body) {
        script.node(script.env.PROXMOX_LABEL) {
            CheckoutScript.doCheckout2(script, describable, describable.customWorkspace, body)
        }
    }
}
