/** What somebody makes the server do who follows the link of an invitation: processor time and bytes. */
import { expect, test } from "bun:test";
import { askServer } from "../../src/control/client.ts";
import { homeAt } from "../../src/home.ts";
import { firstView } from "../bench/web/page-visitor.ts";
import { testWith } from "../support/needs.ts";
import { compiledProgram } from "../support/process/compiled.ts";
import { localSite } from "../support/process/local-site.ts";
import { cpuOf } from "../support/process/processes.ts";

const EMULATOR = "qemu-aarch64";
/** The path of Debian's libc6-arm64-cross. */
const LIBRARIES = "/usr/aarch64-linux-gnu";
/** Milliseconds: emulation is tens of times slower. */
const TEST_TIMEOUT_MS = 120_000;

interface View {
  /** Milliseconds of CPU, of all threads of the server. */
  readonly cpu: number;
  /** Of a connection's four answers: the page, its style sheet, its script, its icon. */
  readonly bytes: number;
}

/** First views of one page, each by another browser, from the start of the server on. */
async function viewsOf(program: readonly string[], count: number): Promise<readonly View[]> {
  using site = await localSite({ program, settings: ["listen.https=127.0.0.1:0"] });
  await using server = await site.start();
  const wish = { inviter: "alice@localhost", uses: 5 };
  const link = new URL((await askServer(homeAt(site.home), "POST /users/invitations", wish))?.url ?? "");
  const target = { host: "127.0.0.1", port: Number(link.port), domain: "localhost" };
  const views: View[] = [];
  while (views.length < count) {
    const before = cpuOf(server.pid);
    const bytes = await firstView(target, link.pathname);
    views.push({ bytes, cpu: (cpuOf(server.pid) - before) * 1000 });
  }
  return views;
}

test(
  "an invitation is under 30 kB with its style, and under 100 ms of CPU where nothing has been looked at before",
  async () => {
    const [view] = await viewsOf([compiledProgram()], 1);
    expect(view?.bytes).toBeLessThan(30_000);
    expect(view?.cpu).toBeLessThan(100);
  },
  TEST_TIMEOUT_MS,
);

testWith([EMULATOR, LIBRARIES])(
  "on an emulated Raspberry Pi 3 an invitation takes under 100 ms of CPU once the server is warm",
  async () => {
    const binary = compiledProgram("linux-arm64");
    const views = await viewsOf([EMULATOR, "-L", LIBRARIES, "-cpu", "cortex-a53", binary], 20);
    // The least: what compiles and collects garbage meanwhile is another matter.
    expect(Math.min(...views.map(({ cpu }) => cpu))).toBeLessThan(100);
  },
  TEST_TIMEOUT_MS,
);
