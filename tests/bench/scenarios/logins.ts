/** Logins: TLS handshake, SCRAM, bind. */
import { inParallel, logIn, startWatch } from "../measure.ts";
import type { Extent, Figure, Scenario, Server } from "../scenario.ts";

const WIDTH = 8;
const ACCOUNTS = 50;

async function run(server: Server, { seconds }: Extent): Promise<Figure[]> {
  const login = async (index: number): Promise<void> => {
    const client = await logIn(server, index % ACCOUNTS);
    await client.end();
  };
  // First one login of each account, not measured: clients cache the salted password, as RFC 5802 §5.1 suggests.
  await inParallel(WIDTH, (index) => index < ACCOUNTS, login);
  const watch = startWatch(server);
  const count = await inParallel(WIDTH, () => watch.seconds() < seconds, login);
  const loadShare = watch.loadShare();
  return [
    { name: "logins", unit: "/s", value: count / watch.seconds(), better: "more", loadShare },
    { name: "CPU for a login", unit: "ms", value: watch.serverCpu() / count, better: "less", aim: 3 },
  ];
}

export const scenario: Scenario = {
  name: "logins",
  about: `direct TLS 1.3 with an ECDSA P-256 certificate, the best SCRAM that the server offers, bind, logout; ${WIDTH} at a time.`,
  run,
};
