import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/**
 * A Neo4j community server: HOME SETTINGS PASSWORD_FILE. Prints "ready" once user neo4j can log in with that
 * password. Ends with SIGTERM; with -Dattached=true also when its standard input closes.
 */
class Neo4jServer {
    public static void main(String[] arguments) {
        try {
            serve(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
        } catch (Throwable problem) {
            problem.printStackTrace();
            System.exit(1); // the server's own threads would go on without us
        }
    }

    static void serve(Path home, Path settings, Path passwordFile) throws Exception {
        String password = Files.readString(passwordFile).strip();
        DatabaseManagementService server =
                new DatabaseManagementServiceBuilder(home).loadPropertiesFromFile(settings).build();
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
        Path done = home.resolve("password-is-set"); // a third of a start is spent on setting it
        if (!Files.exists(done) || isOlder(done, passwordFile)) {
            // Twice, since it refuses to set the password that is set already.
            for (String next : new String[] {UUID.randomUUID().toString(), password}) {
                server.database("system").executeTransactionally(
                        "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED", Map.of("password", next));
            }
            Files.writeString(done, "");
        }
        System.out.println("ready");
        while (Boolean.getBoolean("attached") && System.in.read() >= 0) {
            continue;
        }
        if (Boolean.getBoolean("attached")) {
            System.exit(0);
        }
    }

    static boolean isOlder(Path one, Path other) throws IOException {
        return Files.getLastModifiedTime(one).compareTo(Files.getLastModifiedTime(other)) < 0;
    }
}
