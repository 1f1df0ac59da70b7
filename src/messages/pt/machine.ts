/** What is found of a machine, and what helps, in Portuguese. */
import type { machine as en } from "../en/machine.ts";
import { counted } from "./units.ts";

export const machine: typeof en = {
  "disk-fills": (days, perDay) => [
    `O disco enche ${perDay} por dia: estará cheio dentro de ${counted(days, "dia", "dias")}.`,
    "Veja quem enviou quanto: jabber-home files. Para guardar menos: files.keep, files.quota e archive.keep em config.toml.",
  ],
  "files-few": (left) => [
    `O disco já só pode receber ${counted(left, "ficheiro", "ficheiros")}, por mais pequenos que sejam (df -i): depois, nada de novo é aceite.`,
    "Elimine o que é feito de muitos ficheiros pequenos, ou mude o servidor para outro disco.",
  ],
  "disk-slow": (usual, longest) => [
    `O disco é lento: precisa de ${usual} ms para escrever alguns bytes, e chega aos ${longest} ms. As mensagens esperam por ele.`,
    "Um cartão que se tornou lento está muitas vezes prestes a falhar: mude o servidor para um SSD USB (docs/moving.md).",
  ],
  "disk-card": () => [
    "O servidor está num cartão SD: estes cartões gastam-se à força de se escrever neles, e falham sem avisar.",
    "Ponha as cópias de segurança noutro disco (backup.folder em config.toml), ou mude o servidor para um SSD USB (docs/moving.md).",
  ],
  "disk-worn": (percent) => [
    `A memória flash desta máquina está gasta: cerca de ${percent}% da vida dela já passou.`,
    "Ponha as cópias de segurança noutro disco, e mude o servidor antes que ela falhe (docs/moving.md).",
  ],
  "file-system-errors": (count) => [
    `O sistema de ficheiros do servidor encontrou ${counted(count, "erro", "erros")}: pode haver ficheiros danificados sem que ninguém dê por isso.`,
    "Faça já uma cópia de segurança noutro disco: jabber-home backup --to FICHEIRO. Mande-o depois verificar no próximo arranque (fsck), e veja o disco: dmesg",
  ],
  "file-system-unfit": (type) => [
    `O servidor está em ${type}, que não sabe bloquear ficheiros nem guardar os direitos deles como uma base de dados precisa: perdem-se mensagens, e outras pessoas podem lê-las.`,
    "Mude-o para um disco desta máquina em ext4, btrfs ou xfs; as cópias de segurança podem ficar aí (docs/moving.md).",
  ],
  "file-system-volatile": (type) => [
    `O servidor está em ${type}, que não guarda nada: tudo desaparece quando a máquina se desliga, ou quando o contentor é eliminado.`,
    "Mude-o para um disco, ou para um volume do contentor (docs/moving.md).",
  ],
  "file-system-read-only": (path) => [
    `${path} está num sistema de ficheiros onde nada se pode escrever: Linux faz isso depois de um erro do disco.`,
    "Veja porquê: dmesg. Verifique depois o disco (fsck), e monte-o de novo com permissão de escrita.",
  ],
  "memory-low": (free) => [
    `Restam só ${free} de memória nesta máquina: Linux pode parar o servidor para recuperar alguma.`,
    "Veja o que a ocupa: ps aux --sort -rss | head. Pare o que não é preciso, ou dê à máquina espaço de troca (swap).",
  ],
  "memory-limit": (limit) => [
    `O servidor não pode usar mais de ${limit} de memória: se precisar de mais, é parado.`,
    "Dê-lhe 256 MB ou mais (MemoryMax= da unidade, ou --memory do contentor).",
  ],
  "memory-killed": (count) => [
    `Linux parou ${counted(count, "vez", "vezes")} o servidor ou um dos processos dele, por falta de memória.`,
    "Dê-lhe mais memória (MemoryMax= da unidade, ou --memory do contentor), ou dê à máquina espaço de troca (swap).",
  ],
  "descriptors-few": (limit) => [
    `O servidor só pode ter ${limit} ficheiros e ligações abertos: acima disso, mais ninguém entra.`,
    "Deixe-o ter mais: LimitNOFILE=65536 na unidade, ou ulimit -n 65536 antes de o iniciar.",
  ],
  "clock-unset": () => [
    "Nada acerta o relógio desta máquina: vai-se atrasar ou adiantar, e depois de um tempo sem corrente pode errar por anos. Os certificados são então recusados.",
    "Mande acertá-lo: sudo timedatectl set-ntp true",
  ],
  "clock-off": (ahead, who) => [
    `O relógio desta máquina está adiantado ${ahead} em relação ao de ${who}: certificados e mensagens ficam com horas erradas.`,
    "Acerte-o: sudo timedatectl set-ntp true",
  ],
  "clock-behind": (behind, who) => [
    `O relógio desta máquina está atrasado ${behind} em relação ao de ${who}: certificados e mensagens ficam com horas erradas.`,
    "Acerte-o: sudo timedatectl set-ntp true",
  ],
  "file-of-future": (path, by) => [
    `${path} foi escrito ${by} à frente de agora: o relógio desta máquina está atrasado, ou estava então adiantado.`,
    "Veja o relógio: date. Para o acertar: sudo timedatectl set-ntp true",
  ],
};
