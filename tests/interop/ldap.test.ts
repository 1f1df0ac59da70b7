/** auth.source = "ldap" with Debian's slapd. */
import { afterAll, beforeAll, expect } from "bun:test";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newStream, outcomeOf } from "../support/client/signing-in.ts";
import { testWith } from "../support/needs.ts";
import { freePorts } from "../support/network/free-ports.ts";
import { run } from "../support/peers/run.ts";
import { type RunningProgram, startProgram, temporaryFolder } from "../support/process/started.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

const SLAPD = ["/usr/sbin/slapd", "/usr/sbin/slapadd", "openssl"];
const ldapTest = testWith(SLAPD);
const isThere = SLAPD.every((program) => Bun.which(program) !== null);

const folder = temporaryFolder("ldap");
const [port = 0] = freePorts(1);
const certificate = join(folder.path, "certificate.pem");
let slapd: RunningProgram | undefined;
let server: TestServer;

const person = (name: string, password: string): string => `
dn: uid=${name},ou=people,dc=example,dc=com
objectClass: inetOrgPerson
uid: ${name}
cn: ${name}
sn: ${name}
userPassword: ${password}
`;
const PEOPLE = `dn: dc=example,dc=com
objectClass: dcObject
objectClass: organization
o: Example
dc: example

dn: ou=people,dc=example,dc=com
objectClass: organizationalUnit
ou: people
${person("alice", "wherefore art thou")}${person("o\\2bhara", "plus")}`;

beforeAll(async () => {
  if (!isThere) return;
  const [key, data, config] = ["key.pem", "data", "slapd.conf"].map((name) => join(folder.path, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(data);
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  run([
    "openssl",
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-days",
    "30",
    "-keyout",
    key,
    "-out",
    certificate,
    ...subject,
  ]);
  chmodSync(key, 0o600);
  const schemas = ["core", "cosine", "inetorgperson"]
    .map((name) => `include /etc/ldap/schema/${name}.schema\n`)
    .join("");
  writeFileSync(
    config,
    `${schemas}modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${folder.path}/pid
TLSCertificateFile ${certificate}
TLSCertificateKeyFile ${key}
database mdb
suffix "dc=example,dc=com"
directory ${data}
access to attrs=userPassword by anonymous auth
access to * by self read
`,
  );
  const people = join(folder.path, "people.ldif");
  writeFileSync(people, PEOPLE);
  run(["/usr/sbin/slapadd", "-f", config, "-l", people]);
  slapd = startProgram(["/usr/sbin/slapd", "-f", config, "-h", `ldaps://localhost:${port}`, "-d", "256"]);
  await slapd.prints(/slapd starting/);
  server = await startTestServer({
    settings: [
      ...["auth.source=ldap", `auth.ldap_url=ldaps://localhost:${port}`, `auth.ldap_ca_file=${certificate}`],
      "auth.ldap_dn=uid={name},ou=people,dc=example,dc=com",
      ...["limits.failures_per_account=100", "limits.failures_per_address=100"],
    ],
  });
}, 60_000);
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await slapd?.[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

async function login(username: string, password: string, on = server): Promise<string> {
  const client = await newStream(on);
  try {
    return await outcomeOf(client.authenticate({ username, password, mechanism: "PLAIN" }));
  } finally {
    client.destroy();
  }
}

ldapTest("who binds with the password signs in, and nobody else", async () => {
  expect(await login("alice", "wherefore art thou")).toBe("in");
  expect(await login("alice", "wrong")).toBe("not-authorized");
  expect(await login("nobody", "wherefore art thou")).toBe("not-authorized");
  expect(server.errors).toEqual([]);
});

ldapTest("RFC 4514 §2.4: a name cannot become another distinguished name", async () => {
  expect(await login("o+hara", "plus")).toBe("in");
  expect(await login("alice,ou=people,dc=example,dc=com", "wherefore art thou")).toBe("not-authorized");
  expect(await login("x+uid=alice", "wherefore art thou")).toBe("not-authorized");
});

ldapTest("a directory whose certificate is not trusted, or that does not answer, is no wrong password", async () => {
  const elsewhere = async (...settings: readonly string[]) => {
    const dn = "auth.ldap_dn=uid={name},ou=people,dc=example,dc=com";
    await using on = await startTestServer({ settings: ["auth.source=ldap", dn, ...settings] });
    return await login("alice", "wherefore art thou", on);
  };
  expect(await elsewhere(`auth.ldap_url=ldaps://localhost:${port}`)).toBe("temporary-auth-failure");
  // Its name is another one than the certificate's.
  expect(await elsewhere(`auth.ldap_url=ldaps://127.0.0.1:${port}`, `auth.ldap_ca_file=${certificate}`)).toBe(
    "temporary-auth-failure",
  );
  const silent = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  expect(await elsewhere(`auth.ldap_url=ldaps://127.0.0.1:${silent.port}`, "auth.timeout=1s")).toBe(
    "temporary-auth-failure",
  );
  silent.stop(true);
  const [closed] = freePorts(1);
  expect(await elsewhere(`auth.ldap_url=ldaps://127.0.0.1:${closed}`)).toBe("temporary-auth-failure");
});
