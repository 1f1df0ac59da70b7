/** Two nodes of Debian's ejabberd that are one cluster, controlled by its own ejabberdctl, on ports of loopback. */
import { join } from "node:path";
import { freePorts } from "../network/free-ports.ts";
import { writeCertificate } from "./certificate.ts";
import { folderIn, type Installation } from "./peer.ts";
import { run } from "./run.ts";

/** Nobody but the user ejabberd may start it. */
export const CLUSTER_NEEDS = ["/usr/sbin/ejabberdctl", "runuser", "openssl", "epmd"];

const MODULES = ["adhoc", "blocking", "caps", "disco", "last", "offline", "privacy", "private", "roster", "vcard"];
/** ejabberdctl needs a port of its own beside that of its node. */
const PORTS_OF_DISTRIBUTION = 10;

export interface ClusterNode extends Installation {
  /** Runs a command of ejabberdctl; returns what it prints. Throws where it fails. */
  readonly control: (...words: readonly string[]) => string;
}

export interface Cluster extends AsyncDisposable {
  readonly nodes: readonly [ClusterNode, ClusterNode];
  /** Ends the nodes, and starts them again: rooms that have been loaded are there then. */
  readonly restart: () => Promise<void>;
}

const configuration = (domain: string, certificate: string, port: number): string => `loglevel: info
hosts: ["${domain}"]
certfiles: ["${certificate}"]
auth_password_format: scram
listen:
  - port: ${port}
    ip: "127.0.0.1"
    module: ejabberd_c2s
    starttls: true
modules:
${MODULES.map((name) => `  mod_${name}: {}`).join("\n")}
  mod_mam: {default: always}
  mod_muc: {hosts: ["rooms.${domain}"], default_room_options: {mam: true}}
  mod_pubsub: {plugins: [flat, pep], force_node_config: {"storage:bookmarks": {access_model: whitelist}}}
`;

/** Below a folder that every user may enter; `domain` is served by both nodes. */
export async function startCluster(folder: string, domain: string): Promise<Cluster> {
  const [epmd = 0, clientsOfFirst = 0, clientsOfSecond = 0, ...distribution] = freePorts(3 + PORTS_OF_DISTRIBUTION);
  const window = `${Math.min(...distribution)}-${Math.max(...distribution)}`;
  const { both } = await writeCertificate(folder, domain);
  run(["chmod", "755", folder]);
  const environment = (home: string) => ({ HOME: home, ERL_EPMD_PORT: String(epmd), ERL_EPMD_ADDRESS: "127.0.0.1" });

  const install = async (name: string, starttls: number): Promise<ClusterNode> => {
    const home = folderIn(folder, name);
    const [file, control] = [join(home, "ejabberd.yml"), join(home, "ejabberdctl.cfg")];
    await Bun.write(file, configuration(domain, both, starttls));
    await Bun.write(
      control,
      `ERLANG_NODE=${name}@localhost
ERL_OPTIONS="-kernel inet_dist_use_interface {127,0,0,1}"
ERL_EPMD_ADDRESS=127.0.0.1
FIREWALL_WINDOW=${window}
`,
    );
    await Bun.write(join(home, "inetrc"), "{lookup, [file, native]}.\n");
    await Bun.write(join(home, ".erlang.cookie"), "COOKIEOFTHISTEST");
    run(["chown", "-R", "ejabberd:ejabberd", folder]);
    run(["chmod", "400", join(home, ".erlang.cookie")]);
    const command = [
      ...[
        "runuser",
        "-u",
        "ejabberd",
        "--",
        "env",
        ...Object.entries(environment(home)).map(([key, value]) => `${key}=${value}`),
      ],
      ...["ejabberdctl", "--config-dir", home, "--config", file, "--ctl-config", control],
      ...["--logs", folderOf(home, "logs"), "--spool", folderOf(home, "data")],
    ];
    return {
      ...{ domain, host: "127.0.0.1", ports: { starttls, direct: 0 }, command, environment: {}, folder: home },
      control: (...words) => run([...command, ...words]),
    };
  };

  const nodes = [await install("ejabberd1", clientsOfFirst), await install("ejabberd2", clientsOfSecond)] as const;
  const running: Bun.Subprocess[] = [];
  const start = async (): Promise<void> => {
    for (const { command } of nodes)
      running.push(Bun.spawn([...command, "foreground"], { stdout: "ignore", stderr: "ignore", stdin: "ignore" }));
    for (const { control } of nodes) await succeeds(() => control("status"));
  };
  const stop = async (): Promise<void> => {
    for (const node of nodes) await Bun.spawn([...node.command, "stop"], { stdout: "ignore", stderr: "ignore" }).exited;
    for (const { exited } of running.splice(0)) await exited;
  };

  await start();
  nodes[1].control("join_cluster", "ejabberd1@localhost");
  await succeeds(() => {
    const members = nodes[0].control("list_cluster");
    if (!members.includes("ejabberd1@localhost") || !members.includes("ejabberd2@localhost")) throw new Error(members);
  });
  return {
    nodes,
    restart: async () => {
      await stop();
      await start();
    },
    [Symbol.asyncDispose]: async () => {
      await stop();
      // The port mapper outlives its nodes.
      Bun.spawnSync(["epmd", "-kill"], { env: { ...process.env, ...environment(folder) } });
    },
  };
}

/** Owned with all that is in its home. */
const folderOf = (home: string, name: string): string => {
  const path = folderIn(home, name);
  run(["chown", "ejabberd:ejabberd", path]);
  return path;
};

/** Tries again for two minutes. Rejects with the last error. */
async function succeeds(work: () => unknown): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      work();
      return;
    } catch (error) {
      if (attempt === 240) throw error;
      await Bun.sleep(500);
    }
  }
}
