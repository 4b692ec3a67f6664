#compdef muster
# zsh completion for muster.
#
# For this shell:         source <(muster completion zsh)
# For every new shell:    muster completion zsh > "${fpath[1]}/_muster"
#
# compinit must have been called: autoload -Uz compinit && compinit

_muster() {
    local line word description
    local -a names
    while IFS= read -r line; do
        word="${line%%$'\t'*}"
        [[ -z "$word" ]] && continue
        description=""
        [[ "$line" == *$'\t'* ]] && description="${line#*$'\t'}"
        names+=("${word//:/\\:}${description:+:$description}")
    done < <("${words[1]}" __complete -- "${(@)words[2,$CURRENT]}" 2>/dev/null)
    if (( ${#names} )); then
        _describe 'muster' names
    else
        _files
    fi
}

# Read from fpath it is called; sourced it says for what it is.
if [[ "${funcstack[1]}" == "_muster" ]]; then
    _muster "$@"
else
    compdef _muster muster
fi
