/** What is found of another server, or keeps us from it, in Portuguese. */
import type { Texts } from "../language.ts";

export const federationFindings: NonNullable<Texts["federationFindings"]> = {
  obstacles: {
    policy: "a nossa própria configuração exclui-o",
    "no-such-domain": "o DNS não conhece nem serviço nem endereço dele",
    "no-service": "os registos DNS dele dizem que não comunica com nenhum outro servidor",
    dns: "não foi possível perguntar ao DNS",
    "no-address": "esta máquina não tem endereço no DNS",
    "private-address": "este endereço é de uma rede privada, onde não se liga a ninguém",
    refused: "lá ninguém escuta",
    unreachable: "não há caminho até lá",
    unanswered: "não respondeu a tempo",
    closed: "a ligação foi cortada",
    tls: "a negociação TLS falhou",
    "no-tls": "não propõe TLS, e nada é enviado às claras",
    certificate: "o certificado não é válido",
    "stream-error": "o outro servidor terminou o fluxo",
    protocol: "o outro servidor diz o que não devia",
    authentication: "não propõe nenhum meio de provar quem somos",
    "dialback-invalid": "o servidor que o DNS dá como nosso não reconhece a nossa chave",
    "dialback-error": "o outro servidor não conseguiu verificar quem somos",
  },
  /** What is wrong with a certificate: the fact alone, since what helps depends on whose it is. */
  verdicts: {
    none: "não foi mostrado nenhum certificado",
    malformed: "o que foi mostrado não é um certificado",
    "self-signed": "só ele responde por si mesmo",
    untrusted: "nenhuma autoridade reconhecida aqui responde por ele",
    expired: "expirou",
    "not-yet-valid": "ainda não é válido",
    "wrong-name": "foi feito para outros nomes",
    "wrong-purpose": "não foi feito para um servidor",
    constraint: "uma autoridade acima dele não o permite",
    weak: "a chave ou a assinatura dele é demasiado fraca",
  },
  certificateInvalid: (verdict: string) => `o certificado não é válido: ${verdict}`,
  certificateRefused: (condition: string) => `o nosso certificado não foi aceite (${condition})`,
  putUpWith: (obstacle: string) => `${obstacle}, o que a configuração aceita`,
  found: {
    port: (address: string, port: string) => `${address}, porta ${port}`,
    certificate: "válido",
    features: (names: string) => `propõe ${names}`,
    external: "o nosso certificado foi aceite",
    dialback: "o DNS respondeu por nós (dialback)",
  },
};
