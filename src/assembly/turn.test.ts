import { expect, test } from "bun:test";
import { connect } from "node:net";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { readConfig } from "../config/read.ts";
import type { Resolver } from "../dns/resolver.ts";
import { ownPublicAddresses } from "../net/own-addresses.ts";
import { METHOD } from "../turn/attributes.ts";
import { unsigned } from "../turn/testing.ts";
import type { OwnRelay } from "../xep/0215-external-services.ts";
import { openTurn, type TurnDeps } from "./turn.ts";

const accounts = { list: () => [], onDisable: () => {}, onRemove: () => {} } as never;
const SILENT: Resolver = { query: () => new Promise(() => {}) };

const open = (...settings: string[]) => openWith({}, ...settings);

const openWith = (more: Partial<TurnDeps>, ...settings: string[]) => {
  const off = ["listen.turn=off", "listen.turns=off"];
  const config = readConfig("", [], ["domains=example.com", ...off, ...settings]);
  const log = memoryLog();
  return openTurn({
    ...{ config, accounts, log, resolver: SILENT, offer: () => {}, routerAddress: () => undefined },
    secret: () => new Uint8Array(32),
    ...more,
  });
};

test("the start does not wait for DNS", async () => {
  // An address of no machine: nothing is listened on.
  const turn = await open("listen.turn=192.0.2.1:0");
  expect(turn?.listen({} as never).addresses).toEqual({});
  turn?.stop();
});

test("a server for this computer alone opens nothing to others, unless its relay is on the loopback, too", async () => {
  const here = ["client", "client_tls", "https"].map((name) => `listen.${name}=127.0.0.1:0`);
  const off = ["server", "server_tls", "http", "proxy"].map((name) => `listen.${name}=off`);
  // An address of no machine: nothing is listened on.
  expect(await open(...here, ...off, "listen.turn=192.0.2.1:0")).toBeUndefined();
  for (const listeners of [["listen.turn=127.0.0.1:0"], ["listen.turn=192.0.2.1:0", "listen.server=[::]:5269"]]) {
    const turn = await open(...here, ...off, ...listeners);
    expect(turn).toBeDefined();
    turn?.stop();
  }
});

test("a connection is read no faster than an account may have relayed", async () => {
  const turn = await open("listen.turn=127.0.0.1:0", "turn.rate_per_account=1kB");
  const addresses = turn?.listen({} as never).addresses;
  const app = connect(Number(addresses?.turn?.split(":").at(-1)), "127.0.0.1");
  let answers = 0;
  app.on("data", () => {
    answers += 1;
  });
  app.on("error", () => {});
  app.write(unsigned(METHOD.BINDING));
  while (answers === 0) await Bun.sleep(10);
  // Data on a channel that there is not.
  app.write(Buffer.concat([Buffer.from([0x40, 0, 0xea, 0x60]), Buffer.alloc(60_000)]));
  await Bun.sleep(100);
  app.write(unsigned(METHOD.BINDING));
  await Bun.sleep(300);
  expect(answers).toBe(1);
  turn?.stop();
});

test("the end closes the connections of apps, too", async () => {
  const turn = await open("listen.turn=127.0.0.1:0");
  const closed = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  const addresses = turn?.listen({} as never).addresses;
  const app = connect(Number(addresses?.turn?.split(":").at(-1)), "127.0.0.1");
  app.once("close", () => closed.resolve());
  app.once("data", () => answered.resolve());
  app.on("error", () => {});
  app.write(unsigned(METHOD.BINDING));
  await answered.promise;
  turn?.stop();
  await closed.promise;
});

test.skipIf(ownPublicAddresses().length > 0)(
  "apps are told of STUN alone until an address to relay by is known, then of TURN as well",
  async () => {
    const offers: OwnRelay[] = [];
    const known = Promise.withResolvers<{ state: string; values: string[] }>();
    const told = Promise.withResolvers<void>();
    const offer = (relay: OwnRelay): void => {
      offers.push(relay);
      if (offers.length === 2) told.resolve();
    };
    // The second address is of no machine: by the first alone, calls would be relayed within this computer.
    const turn = await openWith(
      { offer, resolver: { query: () => known.promise as never } },
      ...["listen.turn=127.0.0.1:0", "listen.turns=192.0.2.1:0", "turn.private_peers=true"],
    );
    const types = () => offers.map(({ services }) => services.map(({ type, transport }) => `${type} ${transport}`));
    turn?.listen({} as never);
    expect(types()).toEqual([["stun udp"]]);
    known.resolve({ state: "found", values: ["9.9.9.9"] });
    await told.promise;
    expect(types()[1]).toEqual(["stun udp", "turn udp", "turn tcp"]);
    expect(offers.map(({ addresses }) => addresses)).toEqual(["", "9.9.9.9"]);
    turn?.stop();
  },
);

test("XEP-0215: TLS is offered once, since each service costs a call a port: on the port of HTTPS where the world reaches it, else on listen.turns", async () => {
  const turnsWith = async (sharedPort: number | undefined, ...settings: string[]): Promise<readonly unknown[]> => {
    let offered: OwnRelay["services"] = [];
    const offer = ({ services }: OwnRelay): void => {
      offered = services;
    };
    const turn = await openWith({ offer }, "listen.turn=127.0.0.1:0", "turn.public_address=9.9.9.9", ...settings);
    turn?.listen({} as never, sharedPort);
    turn?.stop();
    return offered.filter(({ type }) => type === "turns");
  };
  const at443 = { type: "turns", port: 443, transport: "tcp" } as const;
  expect(await turnsWith(443)).toEqual([at443]);
  expect(await turnsWith(443, "listen.turns=127.0.0.1:0")).toEqual([at443]);
  expect(await turnsWith(undefined, "listen.turns=127.0.0.1:0")).toEqual([{ ...at443, port: expect.any(Number) }]);
  expect(await turnsWith(undefined)).toEqual([]);
});
