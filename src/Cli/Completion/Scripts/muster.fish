# fish completion for muster.
#
# For this shell:         muster completion fish | source
# For every new shell:    muster completion fish > ~/.config/fish/completions/muster.fish

function __muster_complete
    set -l words (commandline -opc) (commandline -ct)
    $words[1] __complete -- $words[2..-1] 2>/dev/null
end

complete -c muster -e
complete -c muster -n 'not __fish_seen_argument -s f -l filename' -f
complete -c muster -a '(__muster_complete)'
