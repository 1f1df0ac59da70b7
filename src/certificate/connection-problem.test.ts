import { expect, test } from "bun:test";
import { connectionProblem } from "./directory.ts";

const authority = { directory: "https://ca.example/directory" } as Parameters<typeof connectionProblem>[1];
const problemOf = (code: string): readonly [reason: string, remedies: readonly string[]] => {
  const { reason, remedies } = connectionProblem(Object.assign(new Error("no"), { code }), authority);
  return [reason, remedies.map(({ key }) => key)];
};

test("what helps depends on what has failed: the network, the clock, the authority's certificate, or files that this process may open", () => {
  expect(problemOf("ECONNREFUSED")).toEqual(["ca-unreachable", ["check-network"]]);
  expect(problemOf("CERT_HAS_EXPIRED")).toEqual(["ca-untrusted", ["set-clock"]]);
  expect(problemOf("SELF_SIGNED_CERT_IN_CHAIN")).toEqual(["ca-untrusted", ["check-ca-file"]]);
  for (const code of ["EMFILE", "ENFILE"]) expect(problemOf(code)).toEqual(["ca-unreachable", ["more-files"]]);
});
