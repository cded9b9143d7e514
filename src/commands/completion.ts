import { defineCommand } from '../cli/command.ts';

/**
 * Each script hands the words up to the cursor to `tito completion --candidates --`, as the program that was
 * typed, so that it also serves a copy in another place. Without candidates the shell completes files.
 */
const SCRIPTS = {
  bash: `_tito_complete() {
  local IFS=$'\\n'
  COMPREPLY=($("\${COMP_WORDS[0]}" completion --candidates -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _tito_complete tito
`,
  zsh: `#compdef tito
_tito() {
  local -a candidates
  candidates=(\${(f)"$("\${words[1]}" completion --candidates -- "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  if (( \${#candidates} )); then compadd -- $candidates; else _files; fi
}
if [ "$funcstack[1]" = "_tito" ]; then _tito "$@"; else compdef _tito tito; fi
`,
  fish: `function __tito_candidates
  set --local words (commandline --tokenize --cut-at-cursor --current-process)
  set --local current (commandline --cut-at-cursor --current-token)
  $words[1] completion --candidates -- $words[2..] "$current" 2>/dev/null
end
complete --command tito --arguments '(__tito_candidates)'
`,
};

type Shell = keyof typeof SCRIPTS;
const isShell = (word: string | undefined): word is Shell => word !== undefined && word in SCRIPTS;

export default defineCommand({
  summary: 'Print a script that completes commands, options and names on Tab',
  arguments: [{ name: '<shell>', description: 'where Tab is pressed', choices: ['bash', 'zsh', 'fish'] }],
  examples: [
    { command: 'eval "$(tito completion bash)"', does: 'for ~/.bashrc' },
    { command: 'eval "$(tito completion zsh)"', does: 'for ~/.zshrc, after compinit' },
    { command: 'tito completion fish | source', does: 'for ~/.config/fish/config.fish' },
  ],
  run: async (context, [shell]) => {
    if (isShell(shell)) context.stdout.write(SCRIPTS[shell]);
    return 0;
  },
});
