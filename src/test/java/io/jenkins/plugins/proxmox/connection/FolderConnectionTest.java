package io.jenkins.plugins.proxmox.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.structs.SymbolLookup;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Folders that choose a connection for their jobs. */
@WithJenkins
class FolderConnectionTest {
    private JenkinsRule jenkins;
    private Folder team;
    private Folder app;
    private FreeStyleProject job;

    @BeforeEach
    void connections(JenkinsRule jenkins) throws Exception {
        this.jenkins = jenkins;
        JenkinsWithProxmox.addToken("token", "jenkins@pve!ci=00000000-0000-0000-0000-000000000000");
        ProxmoxGuestsConfiguration.get()
                .setConnections(List.of(
                        new ProxmoxConnection("lab", "https://a.example.com", "token"),
                        new ProxmoxConnection("production", "https://b.example.com", "token")));
        team = jenkins.createProject(Folder.class, "team");
        app = team.createProject(Folder.class, "app");
        job = app.createProject(FreeStyleProject.class, "main");
    }

    @Test
    void theNearestFolderWins() throws Exception {
        assertThatThrownBy(() -> used(null, job)).hasMessageContaining("There are several connections");

        team.addProperty(new FolderConnection("production"));
        assertThat(used(null, job)).isEqualTo("production");
        assertThat(used(" ", job)).isEqualTo("production");
        app.addProperty(new FolderConnection("lab"));
        assertThat(used(null, job)).isEqualTo("lab");
        assertThat(used(null, app)).isEqualTo("lab");
        assertThat(used(null, team)).isEqualTo("production");
        app.getProperties().replace(new FolderConnection(" "));
        assertThat(used(null, job)).isEqualTo("production");
    }

    @Test
    void aStepThatNamesOneIsNotAskedTwice() throws Exception {
        team.addProperty(new FolderConnection("none-such"));

        assertThat(used("lab", job)).isEqualTo("lab");
    }

    @Test
    void jobsElsewhereHaveNone() throws Exception {
        team.addProperty(new FolderConnection("lab"));
        FreeStyleProject other = jenkins.createFreeStyleProject("other");

        assertThatThrownBy(() -> used(null, other)).hasMessageContaining("or a folder of the job choose one");
        assertThatThrownBy(() -> used(null, null)).hasMessageContaining("lab, production");
    }

    @Test
    void aConnectionThatIsGoneIsSaidToBeTheFoldersChoice() throws Exception {
        team.addProperty(new FolderConnection("lab"));
        assertThat(used(null, job)).isEqualTo("lab");

        ProxmoxGuestsConfiguration.get()
                .setConnections(List.of(
                        new ProxmoxConnection("laboratory", "https://a.example.com", "token"),
                        new ProxmoxConnection("production", "https://b.example.com", "token")));

        assertThatThrownBy(() -> used(null, job))
                .hasMessage(
                        "For folder 'team': There is no connection 'lab'; expected is one of laboratory, production");
    }

    @Test
    void theFormKeepsIt() throws Exception {
        app.addProperty(new FolderConnection("production"));

        jenkins.configRoundtrip(app);

        assertThat(app.getProperties().get(FolderConnection.class).getConnection())
                .isEqualTo("production");
    }

    @Test
    void theFormKeepsAlsoOneThatIsGone() throws Exception {
        app.addProperty(new FolderConnection("gone"));

        jenkins.configRoundtrip(app);

        assertThat(app.getProperties().get(FolderConnection.class).getConnection())
                .isEqualTo("gone");
        assertThat(descriptor().doCheckConnection(app, "gone").getMessage())
                .contains("There is no connection", "expected is one of lab, production");
        assertThat(descriptor().doCheckConnection(app, "lab").kind).isEqualTo(FormValidation.Kind.OK);
    }

    @Test
    void onlyWhoMayConfigureTheFolderSeesTheNames() {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE)
                .everywhere()
                .to("editor"));

        assertThat(choices("reader")).containsExactly("", "secret-name");
        assertThat(choices("editor")).containsExactly("", "lab", "production", "secret-name");
    }

    @SuppressWarnings("try")
    private List<String> choices(String user) {
        try (var as = ACL.as2(User.getById(user, true).impersonate2())) {
            ListBoxModel choices = descriptor().doFillConnectionItems(app, "secret-name");
            return choices.stream().map(choice -> choice.value).toList();
        }
    }

    @Test
    void hasASymbolForConfigurationAsCode() {
        assertThat(SymbolLookup.getSymbolValue(FolderConnection.class)).containsExactly("proxmoxConnection");
        assertThat(DescribableModel.of(FolderConnection.class).getParameters())
                .extracting(DescribableParameter::getName)
                .containsExactly("connection");
        assertThat(FolderConnection.class.getResource("FolderConnection/help-connection.html"))
                .isNotNull();
    }

    private static String used(String name, Item item) {
        return ConnectionRegistry.get().open(name, item).name();
    }

    private static FolderConnection.DescriptorImpl descriptor() {
        return (FolderConnection.DescriptorImpl) Jenkins.get().getDescriptorOrDie(FolderConnection.class);
    }
}
