/** What is wrong with the files of a home, and what to do about it, in Portuguese. */
import type { fileErrors as en } from "../en/file-errors.ts";

export const fileErrors: typeof en = {
  "home-no-folder": ({ home }) => [
    `${home} não é uma pasta`,
    "escolha outra com --home PASTA, ou tire de lá esse ficheiro",
  ],
  "home-shut": ({ home }) => [`não é permitido modificar ${home}`, `dê-se esse direito: chmod u+rwx ${home}`],
  "home-of-service": ({ home, command, joins }) => [
    `o servidor de ${home} pertence ao serviço desta máquina`,
    joins ? `${command}  (sem sudo quando abrir de novo a sessão: já está no grupo dele)` : command,
  ],
  "home-of-other": ({ home, owner, command }) => [`${home} pertence a ${owner}`, command],
  "file-of-other": ({ path, owner, remedy }) => [
    `${path} pertence a ${owner}, e não ao proprietário da pasta`,
    `devolva-o: ${remedy}`,
  ],
  "file-shut": ({ path }) => [`não é permitido ler ou modificar ${path}`, `dê-se esse direito: chmod u+rw ${path}`],
  "not-permitted": ({ path }) => [
    `${path}: acesso recusado`,
    "execute o comando como proprietário da pasta, ou com sudo",
  ],
  "read-only": ({ path }) => [
    `${path} está num sistema de ficheiros só para leitura`,
    "é no que se torna um disco ou cartão SD que começa a falhar: veja  dmesg , e substitua-o; se não for isso, monte-o com permissão de escrita, ou escolha outra pasta com --home PASTA",
  ],
  "disk-full": ({ path }) => [
    `o disco está cheio: não há espaço para ${path}`,
    `liberte espaço, e comece de novo: df -h ${path}`,
  ],
  "disk-fails": ({ path, why }) => [
    `o disco está a falhar: não foi possível ler ou escrever ${path} (${why})`,
    "veja  dmesg ; copie a pasta para outro disco enquanto é possível",
  ],
  "no-file": ({ path }) => [
    `${path} é uma pasta ou um dispositivo, e não um ficheiro`,
    `tire-o de lá: mv ${path} ${path}.old`,
  ],
  "in-the-way": ({ path }) => [
    `${path} ocupa o lugar do que o servidor cria com este nome`,
    `tire-o de lá: mv ${path} ${path}.old`,
  ],
  "link-broken": ({ path }) => [
    `${path} é uma ligação para uma coisa que não está lá`,
    `se estiver noutro disco, monte-o; para ver aonde leva: ls -l ${path}`,
  ],
  "no-such-file": ({ path }) => [`${path} não existe`, "verifique o nome do ficheiro"],
  "is-folder": ({ path }) => [`${path} é uma pasta`, "indique um ficheiro"],
  "below-file": ({ path }) => [
    `${path} não pode existir: o que está antes da última / é um ficheiro, e não uma pasta`,
    "escolha outra pasta com --home PASTA",
  ],
  "home-locked": ({ home, pid }) => [
    `${home} está a ser usada ${pid === undefined ? "por outro processo" : `pelo processo ${pid}`}`,
    "pare-o primeiro, ou escolha outra pasta com --home PASTA",
  ],
  "update-unfinished": ({ home }) => [
    `uma atualização de ${home} não chegou ao fim: a nova versão ainda não deu provas`,
    "inicie o servidor, e repita: jabber-home service start, ou jabber-home run",
  ],
  "database-newer": ({ path, program, here }) =>
    program === undefined
      ? [
          `${path} foi escrita por uma versão mais recente deste programa, e esta é a versão ${here}`,
          "use essa versão, ou uma posterior",
        ]
      : [
          `${path} foi escrita pela versão ${program} deste programa, e esta é a versão ${here}`,
          `instale a versão ${program}, ou uma posterior`,
        ],
  "lock-damaged": ({ path }) => [`${path} está danificado; não contém nada de importante`, `elimine-o: rm ${path}`],
  "database-damaged": ({ path, why }) => [
    `a base de dados ${path} está danificada (${why})`,
    `reponha a última cópia de segurança: jabber-home restore FICHEIRO --replace; se não houver nenhuma, salve o que ainda se lê, ponha-o no lugar dela, e elimine ${path}-wal e ${path}-shm: sqlite3 ${path} .recover | sqlite3 ${path}.saved  (com o sqlite3 de sqlite.org, 3.43 ou posterior: o de Debian 12 não sabe fazê-lo)`,
  ],
};
