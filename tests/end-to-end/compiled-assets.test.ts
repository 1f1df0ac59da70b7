/** The executable carries the assets of the pages, compressed when it was built. */
import { beforeAll, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { compiledProgram, ROOT } from "../support/process/compiled.ts";
import { startProgram, temporaryFolder } from "../support/process/started.ts";

beforeAll(() => void compiledProgram(), 60_000);

test("RFC 7932: a style sheet goes out as it was compressed, and plain to who does not take that", async () => {
  using folder = temporaryFolder("assets");
  await using demo = startProgram([compiledProgram(), "demo", "--home", join(folder.path, "home")]);
  await demo.prints(/Ctrl-C .+\n$/);
  const [page = ""] = /https:\/\/localhost:\d+/.exec(demo.output()) ?? [];
  const get = (path: string, accepted: string): Promise<Response> =>
    fetch(page + path, {
      headers: { "accept-encoding": accepted },
      tls: { rejectUnauthorized: false },
      decompress: false,
    });
  const html = await (await get("/", "identity")).text();
  const paths = [...html.matchAll(/"(\/assets\/(\w+)-[0-9a-f]{12}(\.\w+))"/g)];
  expect(paths).toHaveLength(3);
  for (const [, path = "", name = "", extension = ""] of paths) {
    const source = readFileSync(join(ROOT, "assets", name + extension), "utf8");
    const compressed = await get(path, "gzip, deflate, br");
    expect(compressed.headers.get("content-encoding")).toBe("br");
    expect(compressed.headers.get("vary")).toBe("accept-encoding");
    expect(brotliDecompressSync(await compressed.bytes()).toString()).toBe(source);
    for (const accepted of ["gzip", "br;q=0", "identity"]) {
      const plain = await get(path, accepted);
      expect([plain.headers.get("content-encoding"), await plain.text()]).toEqual([null, source]);
    }
  }
  demo.signal("SIGINT");
  expect(await demo.exited).toBe(0);
});
