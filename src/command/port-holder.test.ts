/** Who has a port that the server could not have. */
import { expect, test } from "bun:test";
import { ListenError } from "../assembly/listen-error.ts";
import { LANGUAGES } from "../messages/language.ts";
import { namingHolder } from "./port-holder.ts";
import { type VerbError, verbErrorText } from "./verb-error.ts";

test.skipIf(process.platform !== "linux")("the program that has the port is named, with what ends it", async () => {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => {} } });
  const { port } = listener;
  const error = new ListenError("listen.client", { host: "::", port }, { code: "EADDRINUSE" });
  const named = await namingHolder(error);
  listener.stop();
  expect(named).toMatchObject({
    exitCode: 69,
    message: expect.stringContaining(`port ${port} (listen.client) is in use by `),
  });
  for (const language of LANGUAGES)
    expect(verbErrorText(named as VerbError, language)[1]).toContain(`kill ${process.pid}`);
  expect(await namingHolder(error)).toBe(error);
});

test("any other error stays as it is", async () => {
  const denied = new ListenError("listen.client", { host: "::", port: 80 }, { code: "EACCES" });
  for (const error of [denied, Object.assign(new Error("no"), { code: "EADDRINUSE" })])
    expect(await namingHolder(error)).toBe(error);
});
