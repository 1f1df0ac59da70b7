/** Ten thousand connections to HTTPS that say nothing: what they cost, and that nobody else waits. */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { connect, type TLSSocket } from "node:tls";
import { type WithoutDisturbing, withoutDisturbing } from "../support/bystanders.ts";
import { bystandersOf, login } from "../support/hostile.ts";
import { usageOf } from "../support/process/processes.ts";
import { type ServerProcess, startServerProcess } from "../support/process/server-process.ts";

const ATTEMPTS = 10_000;
/** Those of one address: the first ones may not say nothing for longer than a browser may. */
const ATTEMPTS_OF_ONE = 2_000;
/** limits.web_connections and limits.web_connections_per_address by default. */
const MAX_CONNECTIONS = 2000;
const MAX_PER_ADDRESS = 200;
/** Connections that are opened at the same time. */
const WIDTH = 100;
/** Of memory for one of them, in bytes. */
const MAX_BYTES = 40_000;

let server: ServerProcess;
let undisturbed: WithoutDisturbing;
let sockets: TLSSocket[] = [];

beforeAll(async () => {
  server = await startServerProcess({ accounts: ["benvolio", "mercutio"], transport: "websocket" });
  const [benvolio, mercutio] = [await login(server, "benvolio"), await login(server, "mercutio")];
  const others = bystandersOf(
    { jid: benvolio.jid, client: benvolio },
    { jid: mercutio.jid, client: mercutio },
    () => server.pid,
  );
  await others.chatDuring(() => Bun.sleep(200));
  undisturbed = withoutDisturbing(others, server);
}, 30_000);
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  expect(await server.errors()).toEqual([]);
});
afterAll(() => server?.[Symbol.asyncDispose]());

/** Resolves when the handshake is done, or the server has closed the connection instead. */
function attempt(localAddress: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { host, port } = server.at();
  const options = { host, port, localAddress, rejectUnauthorized: false };
  const socket = connect(options, resolve);
  socket.on("error", () => {});
  socket.on("close", resolve);
  sockets.push(socket);
  return promise;
}

/** All attempts, from these addresses in turn. */
async function attack(addresses: readonly string[], attempts = ATTEMPTS): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < attempts) {
      next += 1;
      await attempt(addresses[next % addresses.length] ?? "");
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, worker));
}

const open = (): number => sockets.filter(({ closed, destroyed }) => !closed && !destroyed).length;

/** Somebody's request from another address; the milliseconds until it is answered. */
async function asks(): Promise<number> {
  const began = performance.now();
  const url = `https://127.0.0.1:${server.at().port}/.well-known/host-meta`;
  const { status } = await fetch(url, { headers: { Host: "localhost" }, tls: { rejectUnauthorized: false } });
  expect(status).toBe(200);
  return performance.now() - began;
}

test("of one address two hundred stay, and anybody else is answered", async () => {
  await undisturbed(() => attack(["127.7.0.1"], ATTEMPTS_OF_ONE));
  expect(open()).toBe(MAX_PER_ADDRESS);
  expect(await asks()).toBeLessThan(5000);
}, 60_000);

test("of fifty addresses two thousand stay, for less than 40 kB each, and those who are connected do not wait", async () => {
  const before = usageOf(server.pid).pss;
  await undisturbed(() => attack(Array.from({ length: 50 }, (_, n) => `127.7.1.${n + 1}`)));
  const stayed = open();
  expect(stayed).toBeGreaterThan(MAX_CONNECTIONS - 10);
  expect(stayed).toBeLessThanOrEqual(MAX_CONNECTIONS);
  const each = (usageOf(server.pid).pss - before) / stayed;
  if (process.env.FIGURES) console.log({ stayed, each });
  expect(each).toBeLessThan(MAX_BYTES);
}, 60_000);
