# Makes the local files that examples name, in the current folder.

$null = New-Item -ItemType Directory site/img, docs, photos
Set-Content a.png, b.png, site/img/logo.png, photos/1.jpg, photos/2.jpg, photos/3.jpg, c.jpg 'picture' -NoNewline
Set-Content me.png 'another picture' -NoNewline
Set-Content today.log, app.log 'log'
Set-Content site/index.html '<html>new</html>' -NoNewline
Set-Content docs/a.md, docs/b.md '# text' -NoNewline
Set-Content rules.json '{"seed":1,"rules":[]}'

$bucket = 'cloud://local-env.6c6f-local-env-1250000000'
Set-Content map.csv 'Path,CloudPath', 'a.png,table/1.png', 'docs/a.md,table/2.md'
Set-Content sent.csv 'FileId', "$bucket/images/a.png", "$bucket/images/b.png", "$bucket/images/30.png"
Set-Content old.csv 'FileId', "$bucket/logs/1.log"
Set-Content people.csv 'name,age', 'Wang,31', 'Li,17'
Set-Content people.json '{"_id":"p1","name":"Wang","age":31}', '{"_id":"p2","name":"Li","age":17}'
Set-Content people.jsonl '{"name":"Zhao","born":{"$date":"2001-02-03T00:00:00Z"}}', '{"name":"Qian"}'
Set-Content states.csv '_id,state', 'id1,open', 'id2,done'
Set-Content users.csv 'name', 'Wang', 'Li'

# The emulator of the tests runs these as well.
foreach ($function in @{
    sum     = 'async event => ({ sum: event.a + event.b })'
    welcome = 'async event => "Welcome, " + event.name'
    report  = 'async () => ({ files: 2 })'
    remind  = 'async event => event.to'
    cleanup = 'async () => 0'
    broken  = 'async () => { throw new Error("no such user") }'
}.GetEnumerator()) {
    $null = New-Item -ItemType Directory "cloudfunctions/$($function.Key)"
    Set-Content "cloudfunctions/$($function.Key)/index.js" "exports.main = $($function.Value)"
}
