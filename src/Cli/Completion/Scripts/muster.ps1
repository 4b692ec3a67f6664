# PowerShell completion for muster.
#
# For this shell:         muster completion powershell | Out-String | Invoke-Expression
# For every new shell:    muster completion powershell >> $PROFILE

Register-ArgumentCompleter -Native -CommandName 'muster' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
    $program = $words[0]
    $rest = @($words | Select-Object -Skip 1)
    if ($wordToComplete -eq '') { $rest += '' }
    & $program __complete '--' @rest 2>$null | ForEach-Object {
        $parts = $_ -split "`t", 2
        $tip = if ($parts.Count -gt 1 -and $parts[1]) { $parts[1] } else { $parts[0] }
        [System.Management.Automation.CompletionResult]::new($parts[0], $parts[0], 'ParameterValue', $tip)
    }
}
