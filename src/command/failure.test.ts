import { expect, test } from "bun:test";
import { ListenError } from "../assembly/listen-error.ts";
import { AuthError } from "../auth/password-source.ts";
import { CertificateError } from "../certificate/certificate-error.ts";
import { ConfigError } from "../config/error.ts";
import { ControlError } from "../control/protocol.ts";
import { homeAt } from "../home.ts";
import { remedyText } from "../messages/certificate-problems.ts";
import { StoreError } from "../store/errors.ts";
import { HomeError } from "../store/home-folder.ts";
import { RootsError } from "../trust/roots-error.ts";
import { CommandError, failureOf } from "./failure.ts";

const HOME = homeAt("/srv/chat");
const system = (code: string) => Object.assign(new Error(`${code}: no`), { code });

test.each([
  [new CommandError(69, "x", "y"), 69, "y"],
  [new ConfigError([{ key: "host", value: 1, remedy: ["quotes", { raw: 1 }] }]), 78, undefined],
  [new StoreError("locked", "in use"), 75, "stop it first"],
  [new StoreError("newer", "too new"), 78, "later one"],
  // EX_IOERR (74) is not one of ours.
  [new StoreError("failed", "disk full"), 1, "dmesg"],
  [new StoreError("full", "no room"), 73, "make room"],
  [new ControlError("undefined is not a function"), 1, undefined],
  [new ControlError("EACCES: no", "EACCES"), 77, "sudo"],
  [system("EACCES"), 77, "sudo"],
  [system("ENOSPC"), 73, "room"],
  [system("EADDRINUSE"), 69, "--set listen"],
  [system("ENOENT"), 1, "name of the file"],
  [new HomeError("/srv/chat", "0777"), 73, "chmod 700 /srv/chat"],
  [new AuthError("no-pam", "libpam.so.0: cannot open shared object file"), 78, "Alpine"],
  [new AuthError("no-pam-service", "/etc/pam.d/jabber-home"), 78, "sudo jabber-home setup"],
  [new AuthError("no-program", "/usr/local/bin/check"), 78, "whole path"],
])("%# is foreseen: exit code and remedy", (error, exitCode, remedy) => {
  const failure = failureOf(error, "en", HOME);
  expect(failure).toMatchObject({ exitCode });
  expect(failure.bug).toBeUndefined();
  if (remedy) expect(failure.remedy).toContain(remedy);
});

const plain = (text: string): string => text.replaceAll("\u00a0", " ");
const listening = (code: string) => new ListenError("listen.client", { host: "::1", port: 80 }, { code });
const noRoots = Object.assign(new Error("ENOENT: no such file or directory, open '/ca.pem'"), { code: "ENOENT" });

test.each([
  ["EADDRINUSE", "is in use", "ce port est déjà pris"],
  ["EACCES", "is not permitted", "il n'est pas permis d'écouter sur ce port"],
  ["EADDRNOTAVAIL", "is no address of this machine", "cette machine n'a pas cette adresse"],
  [
    "EAFNOSUPPORT",
    "is of IPv6, which is off on this machine",
    "c'est une adresse IPv6, or IPv6 est désactivé sur cette machine",
  ],
])("a port that cannot be had is said in both languages: %s", (code, english, french) => {
  expect(failureOf(listening(code), "en", HOME).error).toBe(`[::1]:80 (listen.client) ${english}`);
  expect(plain(failureOf(listening(code), "fr", HOME).error)).toBe(`[::1]:80 (listen.client) : ${french}`);
  expect(failureOf(listening(code), "fr", HOME).bug).toBeUndefined();
});

test("a port that is not permitted has a remedy of its own", () => {
  expect(failureOf(listening("EACCES"), "en", HOME)).toMatchObject({
    exitCode: 77,
    remedy: expect.stringContaining("service install"),
  });
  expect(failureOf(listening("EACCES"), "fr", HOME).remedy).toContain("réservés à l'administrateur");
});

test("a port that cannot be had for a reason that nobody foresaw: the system's words, and the stack", () => {
  const failure = failureOf(new ListenError("listen.client", { host: "::1", port: 80 }, new Error("no")), "fr", HOME);
  expect(plain(failure.error)).toBe("[::1]:80 (listen.client) : impossible d'écouter sur ce port (Error: no)");
  expect(failure.bug).toBeDefined();
});

test("a file of SSL_CERT_FILE that has no certificates: exit code 1, the remedy in both languages", () => {
  expect(failureOf(new RootsError("/ca.pem", noRoots), "en", HOME)).toEqual({
    error: "/ca.pem cannot be read: no such file or directory",
    remedy: "SSL_CERT_FILE names it; correct or unset that",
    exitCode: 1,
  });
  const { error, remedy } = failureOf(new RootsError("/ca.pem", noRoots), "fr", HOME);
  expect(error).toBe("impossible de lire /ca.pem (ce fichier n'existe pas)");
  expect(remedy).toContain("SSL_CERT_FILE");
  expect(failureOf(new RootsError("/ca.pem"), "fr", HOME).error).toBe("il n'y a pas de certificat dans /ca.pem");
});

test.each([
  [system("EADDRINUSE"), "arrêtez ce qui occupe le port"],
  [system("EAFNOSUPPORT"), "mettez une adresse IPv4"],
  [new HomeError("/srv/chat", "0777"), "fermez celui-ci"],
])("%# has its remedy in French", (error, remedy) => {
  expect(failureOf(error, "fr", HOME).remedy).toContain(remedy);
});

test("the system's error of a file begins with the file", () => {
  const error = Object.assign(new Error("ENOENT: no such file or directory, open 'pw.txt'"), { code: "ENOENT" });
  expect(failureOf(error, "en", HOME).error).toBe("pw.txt: no such file or directory");
});

test("any other error is unforeseen: its stack is kept", () => {
  const failure = failureOf(new TypeError("x is undefined"), "en", HOME);
  expect(failure.exitCode).toBe(1);
  expect(failure.bug).toContain("failure.test.ts");
  expect(failureOf("thrown text", "en", HOME)).toEqual({ error: "thrown text", exitCode: 1 });
});

test("files of config.toml that are no certificate: the reason and the remedy in the language, 78, and no stack", () => {
  const remedies = [{ key: "check-path", values: {} }] as const;
  const error = new CertificateError({ reason: "file-missing", values: { path: "/a.pem" }, remedies });
  expect(failureOf(error, "fr", HOME)).toEqual({
    error: "Le fichier /a.pem n'existe pas.",
    remedy: remedyText({ key: "check-path", values: {} }, "fr"),
    exitCode: 78,
  });
});
