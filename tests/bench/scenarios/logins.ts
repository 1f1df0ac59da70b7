/** Logins: TLS handshake, SCRAM, bind. */
import type { Client } from "../../support/client/client.ts";
import { inParallel, logIn, logInByStarttls, startWatch } from "../measure.ts";
import type { Extent, Figure, Place, Scenario, Server } from "../scenario.ts";

const WIDTH = 8;
const ACCOUNTS = 50;

async function figuresOf(
  server: Server,
  seconds: number,
  { way, open, aim, place }: { way: string; open: typeof logIn; aim: number; place?: Place },
): Promise<Figure[]> {
  const login = async (index: number): Promise<void> => {
    const client: Client = await open(server, index % ACCOUNTS);
    await client.end();
  };
  // First one login of each account, not measured: clients cache the salted password, as RFC 5802 §5.1 suggests.
  await inParallel(WIDTH, (index) => index < ACCOUNTS, login);
  const watch = startWatch(server);
  const count = await inParallel(WIDTH, () => watch.seconds() < seconds, login);
  const [perSecond, loadShare] = [count / watch.seconds(), watch.loadShare()];
  const cpu = watch.serverCpu() / count;
  return [
    { name: `CPU for a login, ${way}`, unit: "ms", value: cpu, better: "less", aim, ...(place ? { place } : {}) },
    { name: `logins, ${way}`, unit: "/s", value: perSecond, better: "more", loadShare },
  ];
}

const run = async (server: Server, { seconds }: Extent): Promise<Figure[]> => [
  ...(await figuresOf(server, seconds, {
    ...{ way: "STARTTLS and SCRAM-SHA-1", open: logInByStarttls, aim: 1.5 },
    place: { chart: "cpu", group: "a login" },
  })),
  ...(await figuresOf(server, seconds, { way: "direct TLS and the best SCRAM", open: logIn, aim: 3 })),
];

export const scenario: Scenario = {
  name: "logins",
  about: `TLS 1.3 with an ECDSA P-256 certificate, SCRAM, bind, logout; ${WIDTH} at a time. By STARTTLS and SCRAM-SHA-1, which all servers and apps can do; and by direct TLS and the best SCRAM that the server offers.`,
  scope: "every round",
  needs: ["logins without pause"],
  run,
};
