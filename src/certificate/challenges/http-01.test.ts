import { describe, expect, test } from "bun:test";
import { freePorts } from "../../../tests/support/network/free-ports.ts";
import { CertificateError } from "../problems.ts";
import type { Ask } from "./challenge.ts";
import { http01, http01Alone, openHttp01Answers } from "./http-01.ts";

const ask: Ask = { name: "example.com", token: "tok-1", keyAuthorization: "tok-1.thumb", accountUrl: "", issuers: [] };
const PATH = "/.well-known/acme-challenge/";

describe("RFC 8555 §8.3", () => {
  test("the key authorization is answered under its token while the challenge is open", async () => {
    const answers = openHttp01Answers();
    const solver = http01(answers);
    await solver.prepare([ask]);
    expect(await answers.responseTo(`${PATH}tok-1`)?.text()).toBe("tok-1.thumb");
    for (const path of [`${PATH}tok-2`, PATH, "/tok-1", `${PATH}../tok-1`, `${PATH}__proto__`]) {
      expect(answers.responseTo(path)).toBeUndefined();
    }
    await solver.forget([ask]);
    expect(answers.responseTo(`${PATH}tok-1`)).toBeUndefined();
  });

  test("a web server of its own answers nothing else, and is gone afterwards", async () => {
    const [port = 0] = await freePorts(1);
    const solver = http01Alone({ host: "127.0.0.1", port });
    await solver.prepare([ask]);
    const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
    expect(await (await get(`${PATH}tok-1`)).text()).toBe("tok-1.thumb");
    expect((await get("/")).status).toBe(404);
    await solver.forget([ask]);
    const afterwards = await get("/").then(
      () => "answered",
      () => "gone",
    );
    expect(afterwards).toBe("gone");
  });

  test("a port that is taken is a reason, with its number", async () => {
    const taken = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response("") });
    const port = taken.port ?? 0;
    const error = await http01Alone({ host: "127.0.0.1", port })
      .prepare([ask])
      .catch((thrown: unknown) => thrown);
    await taken.stop(true);
    expect(error).toBeInstanceOf(CertificateError);
    expect(error).toMatchObject({ problem: { reason: "port-taken", values: { port } } });
  });
});
