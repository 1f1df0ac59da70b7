/** sd_listen_fds(3): systemd opens the ports and hands them over, so that a restart refuses no connection. */
import { beforeAll, expect, test } from "bun:test";
import { connect } from "node:net";
import { Client } from "../support/client/client.ts";
import { testWith } from "../support/needs.ts";
import { listeningSocket, withSockets } from "../support/network/listening-socket.ts";
import { compiledProgram } from "../support/process/compiled.ts";
import { type LocalSite, localSite, PASSWORDS } from "../support/process/local-site.ts";
import { startProgram } from "../support/process/started.ts";

beforeAll(() => void compiledProgram(), 60_000);

const HEADER = `<stream:stream xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams" to="localhost" version="1.0">`;

/** What becomes of one connection: the server's own header, closed without it, or the system's error. */
const visit = (port: number): Promise<"answered" | "closed" | string> =>
  new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.on("connect", () => socket.write(HEADER));
    socket.on("data", () => {
      resolve("answered");
      socket.destroy();
    });
    socket.on("error", ({ code = "" }: NodeJS.ErrnoException) => resolve(code));
    socket.on("close", () => resolve("closed"));
  });

const site = (client: number, direct: number): Promise<LocalSite> =>
  localSite({ settings: [`listen.client=127.0.0.1:${client}`, `listen.client_tls=127.0.0.1:${direct}`] });

test("a restart under constant connecting refuses nobody, and whoever connects meanwhile is answered afterwards", async () => {
  using plain = listeningSocket();
  using direct = listeningSocket();
  const sockets = [plain, direct];
  using home = await site(plain.port, direct.port);
  const start = () => home.startBy(withSockets(sockets, home.command(["run"])), { files: sockets.map(({ fd }) => fd) });
  const seen = new Map<string, number>();
  let isOver = false;
  const visiting = Array.from({ length: 8 }, async () => {
    while (!isOver) {
      const result = await visit(plain.port);
      seen.set(result, (seen.get(result) ?? 0) + 1);
    }
  });
  for (let round = 0; round < 3; round++) {
    // All eight wait for the server to come.
    await using server = await start();
    const before = seen.get("answered") ?? 0;
    await (await server.logIn("alice")).end();
    while ((seen.get("answered") ?? 0) < before + 50) await visit(plain.port);
    server.signal("SIGTERM");
    expect(await server.exited).toBe(0);
  }
  await using last = await start();
  await (await last.logIn("bob")).end();
  isOver = true;
  await Promise.all(visiting);
  const { answered = 0, closed = 0, ...failed } = Object.fromEntries(seen);
  expect(failed).toEqual({});
  expect(answered).toBeGreaterThan(150);
  // Those that were just being answered when the server was told to stop.
  expect(closed).toBeLessThanOrEqual(8 * 3);
}, 120_000);

test("what config.toml says is listened on in any case; what it no longer says is named in the log", async () => {
  using plain = listeningSocket();
  using former = listeningSocket();
  using home = await site(plain.port, 0);
  const sockets = [former, plain];
  const command = withSockets(sockets, home.command(["run"]));
  await using server = await home.startBy(command, { files: sockets.map(({ fd }) => fd) });
  await (await server.logIn("alice", "starttls")).end();
  await (await server.logIn("bob", "direct")).end();
  await server.prints(new RegExp(`sockets-not-used addresses=.*127\\.0\\.0\\.1:${former.port}`));
});

test("sd_listen_fds: sockets for another process are left alone", async () => {
  using plain = listeningSocket();
  using home = await site(plain.port, 0);
  const options = { files: [plain.fd], env: { LISTEN_FDS: "1", LISTEN_PID: "1" } };
  await using program = startProgram(home.command(["run"]), options);
  expect(await program.exited).toBe(69);
  expect(program.output()).toContain(`port ${plain.port} (listen.client) is in use`);
});

testWith(["systemd-socket-activate"])(
  "systemd-socket-activate: the first connection starts the server, and is served by it",
  async () => {
    using plain = listeningSocket();
    using direct = listeningSocket();
    const ports = [plain.port, direct.port] as const;
    using home = await site(...ports);
    for (const socket of [plain, direct]) socket[Symbol.dispose]();
    const listen = ports.map((port) => `--listen=127.0.0.1:${port}`);
    await using activator = startProgram(["systemd-socket-activate", ...listen, ...home.command(["run"])]);
    await activator.prints(/Listening on 127.0.0.1:\d+ as 4/);
    const at = { host: "127.0.0.1", port: ports[1], domain: "localhost", tls: "direct", timeout: 30_000 } as const;
    await (await Client.login(at, { username: "alice", password: PASSWORDS.alice })).end();
  },
);
