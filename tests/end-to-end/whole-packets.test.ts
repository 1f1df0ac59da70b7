/** RFC 8656 §11.2: DONT-FRAGMENT, in a network of its own. */
import { expect, test } from "bun:test";
import { resolve } from "node:path";
import { noHomeRouter } from "../support/network/home-router.ts";
import { runProgram } from "../support/process/started.ts";

const SCRIPT = resolve(import.meta.dir, "../support/network/whole-packets.ts");
const NETWORK = 'ip link set lo mtu 1500 up; exec "$@"';

test.skipIf(noHomeRouter() !== undefined)(
  "RFC 8656 §11.2: with DONT-FRAGMENT, what does not fit into a packet is dropped; without it, it is cut and comes",
  async () => {
    const shell = ["unshare", "--net", "--mount", "sh", "-e", "-c", NETWORK, "sh"];
    const { exit, out, err } = await runProgram([...shell, process.execPath, SCRIPT]);
    expect({ exit, err }).toEqual({ exit: 0, err: "" });
    const came = ["127.0.0.1", "::1"].flatMap((host) => [3000, 1000, 3001, 3].map((bytes) => `${host} ${bytes}`));
    expect(JSON.parse(out)).toEqual({ error: null, came });
  },
);
