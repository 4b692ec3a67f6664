# bash completion for muster.
#
# For this shell:         source <(muster completion bash)
# For every new shell:    muster completion bash > ~/.local/share/bash-completion/completions/muster
#
# bash 4 or newer; the package bash-completion is needed for the second way only.

_muster_complete() {
    local words=("${COMP_WORDS[@]:1:COMP_CWORD}") line cur full prefix=""
    # A word with '=' or ':' comes in pieces: they are put together again.
    local joined=() glue="" word
    for word in "${words[@]}"; do
        if [[ ${#joined[@]} -gt 0 && ( "$word" == "=" || "$word" == ":" || -n "$glue" ) ]]; then
            joined[${#joined[@]}-1]+="$word"
        else
            joined+=("$word")
        fi
        [[ "$word" == "=" || "$word" == ":" ]] && glue=1 || glue=""
    done
    cur="${COMP_WORDS[COMP_CWORD]}"
    full="${joined[${#joined[@]}-1]}"
    [[ "$cur" == "=" || "$cur" == ":" ]] && cur=""
    prefix="${full%"$cur"}"
    COMPREPLY=()
    while IFS= read -r line; do
        line="${line%%$'\t'*}"
        [[ -n "$line" && "$line" == "$full"* ]] && COMPREPLY+=("${line#"$prefix"}")
    done < <("${COMP_WORDS[0]}" __complete -- "${joined[@]}" 2>/dev/null)
    # After '=' and '/' more is to come.
    if [[ ${#COMPREPLY[@]} -eq 1 && "${COMPREPLY[0]}" == *[=/] ]]; then
        compopt -o nospace 2>/dev/null
    elif [[ ${#COMPREPLY[@]} -eq 0 ]]; then
        compopt -o default 2>/dev/null
    fi
}

complete -F _muster_complete muster
