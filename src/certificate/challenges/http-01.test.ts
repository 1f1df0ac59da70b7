import { describe, expect, test } from "bun:test";
import { freePorts } from "../../../tests/support/network/free-ports.ts";
import { CertificateError } from "../certificate-error.ts";
import type { PendingChallenge } from "./challenge.ts";
import { http01, http01OnOwnPort, openHttp01Responses } from "./http-01.ts";

const challenge: PendingChallenge = {
  name: "example.com",
  token: "tok-1",
  keyAuthorization: "tok-1.thumb",
  accountUrl: "",
  issuers: [],
};
const PATH = "/.well-known/acme-challenge/";

describe("RFC 8555 §8.3", () => {
  test("the key authorization is at the path of its token while the challenge is pending", async () => {
    const answers = openHttp01Responses();
    const solver = http01(answers);
    await solver.provision([challenge]);
    expect(await answers.responseTo(`${PATH}tok-1`)?.text()).toBe("tok-1.thumb");
    for (const path of [`${PATH}tok-2`, PATH, "/tok-1", `${PATH}../tok-1`, `${PATH}__proto__`]) {
      expect(answers.responseTo(path)).toBeUndefined();
    }
    await solver.cleanUp([challenge]);
    expect(answers.responseTo(`${PATH}tok-1`)).toBeUndefined();
  });

  test("a web server of its own answers nothing else, and is gone afterwards", async () => {
    const [port = 0] = await freePorts(1);
    const solver = http01OnOwnPort({ host: "127.0.0.1", port });
    await solver.provision([challenge]);
    const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
    expect(await (await get(`${PATH}tok-1`)).text()).toBe("tok-1.thumb");
    expect((await get("/")).status).toBe(404);
    await solver.cleanUp([challenge]);
    const afterwards = await get("/").then(
      () => "answered",
      () => "gone",
    );
    expect(afterwards).toBe("gone");
  });

  test("port-taken, with the number of the port", async () => {
    const taken = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response("") });
    const port = taken.port ?? 0;
    const error = await http01OnOwnPort({ host: "127.0.0.1", port })
      .provision([challenge])
      .catch((thrown: unknown) => thrown);
    await taken.stop(true);
    expect(error).toBeInstanceOf(CertificateError);
    expect(error).toMatchObject({ problem: { reason: "port-taken", values: { port } } });
  });
});
