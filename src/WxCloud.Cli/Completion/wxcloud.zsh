#compdef wxcloud
# Completion of wxcloud for zsh. To load it, after compinit: source <(wxcloud completion zsh)
_wxcloud() {
    local current=${words[CURRENT]} line="${(j: :)words[2,CURRENT]}"
    local -a suggestions
    suggestions=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
    # An option (--name, /?) is suggested once a dash is typed; without suggestions, zsh completes file names.
    [[ $current == -* ]] || suggestions=("${(@)suggestions:#[-/]*}")
    suggestions=("${(@M)suggestions:#?*}")
    compadd -- "${suggestions[@]}" || _files
}
compdef _wxcloud wxcloud
