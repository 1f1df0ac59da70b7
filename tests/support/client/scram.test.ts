import { expect, test } from "bun:test";
import { scram } from "./scram.ts";

test("RFC 7677 §3: the example exchange of SCRAM-SHA-256", () => {
  const exchange = scram("SHA-256", { username: "user", password: "pencil", nonce: "rOprNGfwEbeRWgbNEkqO" });
  expect(exchange.first).toBe("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
  const challenge = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
  expect(exchange.answer(challenge)).toBe(
    "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
  );
  expect(exchange.isProven("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")).toBe(true);
  expect(exchange.isProven("v=AAAATRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")).toBe(false);
});

test("RFC 5802 §5.1: '=' and ',' in the username are escaped, the authzid comes before it", () => {
  const exchange = scram("SHA-1", { username: "a=b,c", password: "p", nonce: "n", authzid: "x@y" });
  expect(exchange.first).toBe("n,a=x@y,n=a=3Db=2Cc,r=n");
});

test("RFC 5802 §5.1: a server's nonce that does not begin with ours is refused", () => {
  const exchange = scram("SHA-1", { username: "u", password: "p", nonce: "mine" });
  expect(() => exchange.answer("r=yours,s=AAAA,i=4096")).toThrow("nonce");
});
