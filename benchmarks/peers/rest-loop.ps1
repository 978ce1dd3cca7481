<#
The loop over Invoke-RestMethod that people write to move files to and from cloud storage: one call after the other, a link
for each file. Prints the seconds that it took, without PowerShell's start and the token.
#>
param(
    [Parameter(Mandatory)] [string] $Endpoint,
    [Parameter(Mandatory)] [ValidateSet('up', 'down')] [string] $Direction,
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [int] $Count
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

function Send-Json([string] $Path, $Body) {
    $reply = Invoke-RestMethod -Method Post -Uri "$Endpoint$Path" -Body (ConvertTo-Json $Body -Depth 4) -ContentType 'application/json'
    if ($reply.errcode) { throw "$Path answered $($reply.errcode): $($reply.errmsg)" }
    $reply
}

$token = (Send-Json 'cgi-bin/stable_token' @{
        grant_type = 'client_credential'; appid = 'wx0000000000000001'; secret = 'emulator-secret'
    }).access_token

$watch = [Diagnostics.Stopwatch]::StartNew()
for ($i = 0; $i -lt $Count; $i++) {
    $name = '{0:D6}.bin' -f $i
    if ($Direction -eq 'up') {
        $ticket = Send-Json "tcb/uploadfile?access_token=$token" @{ env = 'local-env'; path = "small/$name" }
        $form = [ordered]@{
            'key'                  = "small/$name"
            'Signature'            = $ticket.authorization
            'x-cos-security-token' = $ticket.token
            'x-cos-meta-fileid'    = $ticket.cos_file_id
            'file'                 = Get-Item -LiteralPath (Join-Path $Folder $name)
        }
        $null = Invoke-RestMethod -Method Post -Uri $ticket.url -Form $form
    }
    else {
        $links = Send-Json "tcb/batchdownloadfile?access_token=$token" @{
            env       = 'local-env'
            file_list = @(@{ fileid = "cloud://local-env.6c6f-local-env-1250000000/small/$name"; max_age = 3600 })
        }
        Invoke-WebRequest -Uri $links.file_list[0].download_url -OutFile (Join-Path $Folder $name)
    }
}

$watch.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture)
