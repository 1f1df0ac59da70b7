import { expect, test } from "bun:test";
import { join } from "node:path";
import { withoutDescriptors } from "../tests/support/process/without-descriptors.ts";

const fileOf = (name: string): string => JSON.stringify(join(import.meta.dir, name));

test("without descriptors a thread and a request are refused, and the process goes on", async () => {
  const printed = await withoutDescriptors(`
    import { fetchIfPossible, startThread } from ${fileOf("event-loop.ts")};
    useUp();
    const thread = await codeOf(Promise.try(() => startThread("nothing.js")));
    console.log(thread, await codeOf(fetchIfPossible("http://127.0.0.1:1/")), "goes on");`);
  expect(printed).toBe("EMFILE EMFILE goes on\n");
});

test("without descriptors SQL in a thread rejects, and PAM is not asked", async () => {
  const printed = await withoutDescriptors(`
    import { openPamWorkers } from ${fileOf("auth/pam/pam-workers.ts")};
    import { openWorkerConnection } from ${fileOf("store/worker-connection.ts")};
    useUp();
    const connection = openWorkerConnection(":memory:");
    console.log(await codeOf(connection.run(["SELECT 1"])));
    const log = { warn: ({ event, error }) => console.log(event, error.code) };
    const question = { ask: "login", service: "x", name: "alice", allow: [], deny: [] };
    console.log(await openPamWorkers({ timeout: 10_000, log }).ask(question));`);
  expect(printed).toBe("EMFILE\npam-not-asked EMFILE\nundefined\n");
});
