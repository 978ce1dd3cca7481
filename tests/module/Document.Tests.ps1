BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    $emulator = Start-TestEmulator
    $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint

    function Get-Calls ($Route) {
        [int]((Get-TestRequest $emulator).routes.$Route)
    }
}

AfterAll {
    Stop-TestEmulator $emulator
}

Describe 'Documents' {
    BeforeEach {
        Reset-TestEmulator $emulator
        New-WxCloudCollection things
    }

    Context 'in pipelines' {
        It 'stores the fileIDs of sent files and receives the files again' {
            $null = New-Item -ItemType Directory "$TestDrive/pictures", "$TestDrive/images" -Force
            'one', 'two' | ForEach-Object { Set-Content "$TestDrive/pictures/$_.png" $_ -NoNewline }
            New-WxCloudCollection image
            Push-Location "$TestDrive/pictures"
            $added = Send-WxCloudFile *.png | Add-WxCloudDocument -Collection image -Property @{n='fileID';e='FileId'},CloudPath
            Pop-Location
            $added | Should -HaveCount 2
            $added[0].Collection | Should -Be 'image'
            $document = Get-WxCloudDocument image -Id $added[0].Id -AsHashtable
            $document.Keys | Should -Be '_id', 'fileID', 'CloudPath'
            $document['fileID'] | Should -BeLike 'cloud://local-env.*/*.png'

            $id = 'o1'
            $null = Update-WxCloudDocument image -All @{ _openid = $id }
            $received = Get-WxCloudDocument -Collection image -Filter @{ _openid = $id } | Receive-WxCloudFile -Destination "$TestDrive/images"
            $received | Should -HaveCount 2
            Get-Content "$TestDrive/images/one.png" | Should -Be 'one'
        }

        It 'stores a sent file under the name fileID' {
            Set-Content "$TestDrive/a.png" 'x'
            $file = Send-WxCloudFile "$TestDrive/a.png"
            $whole = $file | Add-WxCloudDocument things
            $named = $file | Add-WxCloudDocument things -Property FileId, Length
            $null = Add-WxCloudDocument things @{ _id = 'value'; picture = $file }
            (Get-WxCloudDocument things -Id $whole.Id -AsHashtable).Contains('fileID') | Should -BeTrue
            (Get-WxCloudDocument things -Id $named.Id -AsHashtable).Keys | Should -Be '_id', 'fileID', 'Length'
            (Get-WxCloudDocument things -Id value).picture | Should -Be $file.FileId
        }

        It 'takes the rows of Import-Csv and gives those of Export-Csv' {
            Set-Content "$TestDrive/in.csv" '_id,name,city', '1,安娜,广州', '2,"b,""b",', '3,c,x'
            Import-Csv "$TestDrive/in.csv" | Add-WxCloudDocument -Collection things | Should -HaveCount 3
            Get-WxCloudDocument things | Export-Csv "$TestDrive/out.csv" -NoTypeInformation
            $rows = Import-Csv "$TestDrive/out.csv"
            $rows.name | Should -Be '安娜', 'b,"b', 'c'
            $rows.city | Should -Be '广州', '', 'x'
        }

        It 'updates by the rows of a table and removes what was found' {
            '{"_id":"a","n":1}', '{"_id":"b","n":2}' | Add-WxCloudDocument things | Out-Null
            $rows = [pscustomobject]@{ _id = 'a'; n = 10; other = 1 }, [pscustomobject]@{ _id = 'b'; n = 20; other = 2 }
            $rows | Update-WxCloudDocument things -Property n | Should -HaveCount 2
            (Get-WxCloudDocument things).n | Should -Be 10, 20
            (Get-WxCloudDocument things -Id a).other | Should -BeNullOrEmpty
            Get-WxCloudDocument things @{ n = 20 } | Remove-WxCloudDocument things -Force | Should -HaveCount 1
            (Get-WxCloudDocument things)._id | Should -Be 'a'
        }

        It 'changes an object and stores it' {
            $null = Add-WxCloudDocument things @{ _id = 'a'; n = 1; m = 1 }
            $document = Get-WxCloudDocument things -Id a
            $document.n = 5
            $document.PSObject.Properties.Remove('m')
            ($document | Set-WxCloudDocument things).Created | Should -BeFalse
            $stored = Get-WxCloudDocument things -Id a -AsHashtable
            $stored.Keys | Should -Be '_id', 'n'
            $stored.n | Should -Be 5
        }
    }

    Context 'Add-WxCloudDocument' {
        It 'keeps the types of values' {
            $date = Get-Date '2024-03-01 12:00:00'
            $values = [ordered]@{
                text = 'a'; whole = 5; long = [long]5000000000; huge = [long]::MaxValue; fraction = 0.1; money = 12.50d; flag = $true; nothing = $null; date = $date; offset = [DateTimeOffset]'2024-03-01T12:00:00+08:00'
                bytes = [byte[]](0, 255); list = @(1, 'b', @{ c = 1 }); empty = @(); inner = [pscustomobject]@{ d = @{ e = 1 } }; small = [byte]7; float = [float]0.1
                guid = [guid]'00112233-4455-6677-8899-aabbccddeeff'; uri = [uri]'https://a/b'; time = [timespan]'1:02:03'; enum = [System.DayOfWeek]::Friday; switch = [switch]$true; character = [char]'x'; version = [version]'1.2'
            }
            $id = (Add-WxCloudDocument things $values).Id
            $read = Get-WxCloudDocument things -Id $id
            $read.whole | Should -BeOfType [int]
            $read.long | Should -Be 5000000000
            $read.huge | Should -BeOfType [long]
            $read.huge | Should -Be ([long]::MaxValue)
            $read.fraction | Should -Be 0.1
            $read.money | Should -BeOfType [decimal]
            $read.money | Should -Be 12.50d
            $read.flag | Should -BeTrue
            $read.PSObject.Properties['nothing'].Value | Should -BeNullOrEmpty
            $read.date.LocalDateTime | Should -Be $date
            $read.offset | Should -Be ([DateTimeOffset]'2024-03-01T04:00:00Z')
            $read.bytes.GetType().Name | Should -Be 'Byte[]'
            $read.bytes | Should -Be 0, 255
            $read.list[2].c | Should -Be 1
            @($read.empty).Count | Should -Be 0
            $read.inner.d.e | Should -Be 1
            $read.small, $read.float | Should -Be 7, 0.1
            $read.guid, $read.uri, $read.time, $read.enum, $read.character, $read.version | Should -Be '00112233-4455-6677-8899-aabbccddeeff', 'https://a/b', '01:02:03', 'Friday', 'x', '1.2'
            $read.switch | Should -BeTrue
        }

        It 'takes JSON of an object and of an array' {
            Add-WxCloudDocument things '{"_id":"a","at":{"$date":"2024-01-01T00:00:00Z"}}' | Should -HaveCount 1
            Add-WxCloudDocument things '[{"n":1},{"n":2}]' | Should -HaveCount 2
            Add-WxCloudDocument things @(@{ n = 3 }, @{ n = 4 }) | Should -HaveCount 2
            (Get-WxCloudDocument things -Id a).at | Should -BeOfType [DateTimeOffset]
        }

        It 'calculates properties' {
            $null = [pscustomobject]@{ a = '5'; b = 2 } | Add-WxCloudDocument things -Property @{ n = 'n'; e = { [int]$_.a * $_.b } }, @{ Name = 'c'; Expression = 'b' }, A*
            $read = Get-WxCloudDocument things -AsHashtable
            $read['n'], $read['c'], $read['a'] | Should -Be 10, 2, '5'
            $read.Contains('b') | Should -BeFalse
        }

        It 'reports a bad document with its object and adds the others' {
            $circle = @{}
            $circle.self = $circle
            $documents = @{ _id = 'a' }, @{ bad = { code } }, $circle, @{ 'x.y' = 1 }, 'no json', @{ _id = 'a' }, @{ _id = 'b' }
            $added = $documents | Add-WxCloudDocument things -ErrorAction SilentlyContinue -ErrorVariable errors
            $added.Id | Should -Be 'a', 'b'
            $errors.FullyQualifiedErrorId -replace ',.*' | Sort-Object | Should -Be 'WxCloud.Database.DuplicateKey', 'WxCloud.Database.FieldNameInvalid', 'WxCloud.Database.JsonMalformed', 'WxCloud.Database.ValueInCircle', 'WxCloud.Database.ValueNotStorable'
            $notStorable = $errors | Where-Object FullyQualifiedErrorId -Like '*NotStorable*'
            [object]::ReferenceEquals($notStorable.TargetObject, $documents[1]) | Should -BeTrue
            "$notStorable" | Should -BeLike "document 2: *'bad'*ScriptBlock*"
            $notStorable.ErrorDetails.RecommendedAction | Should -Match '-Property'
        }

        It 'reports an invalid property of a document' {
            (Get-ErrorOf { @{ a = 1 } | Add-WxCloudDocument things -Property @{ x = 1 } }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Document.PropertyInvalid,*'
            [pscustomobject]@{ a = 1 } | Add-WxCloudDocument things -Property @{ n = 'x'; e = { throw 'no' } } -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Document.PropertyFailed,*'
        }

        It 'ends with an error that names a missing collection' {
            $failure = Get-ErrorOf { @{ a = 1 } | Add-WxCloudDocument nowhere }
            $failure.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Database.CollectionMissing,*'
            $failure.TargetObject | Should -Be 'nowhere'
        }

        It 'adds nothing with -WhatIf' {
            Add-WxCloudDocument things @{ a = 1 } -WhatIf | Should -BeNullOrEmpty
            Measure-WxCloudDocument things | Should -Be 0
        }

        It 'sends many documents in few calls, and none twice after a failure' {
            Set-TestFault $emulator @{ route = 'tcb/databaseadd'; kind = 'reset'; value = 10; times = 1 }
            1..1000 | ForEach-Object { @{ n = $_ } } | Add-WxCloudDocument things | Should -HaveCount 1000
            Set-TestFault $emulator
            Measure-WxCloudDocument things | Should -Be 1000
            Get-Calls 'tcb/databaseadd' | Should -BeLessThan 60
        }
    }

    Context 'Get-WxCloudDocument' {
        BeforeEach {
            1..25 | ForEach-Object { @{ _id = '{0:d3}' -f $_; n = $_; odd = [bool]($_ % 2); at = @{ city = 'c' + $_ % 3 } } } | Add-WxCloudDocument things | Out-Null
        }

        It 'gets everything, and what a filter accepts' {
            Get-WxCloudDocument things | Should -HaveCount 25
            (Get-WxCloudDocument things -First 1) | Should -BeOfType [System.Management.Automation.PSCustomObject]
            (Get-WxCloudDocument things @{ n = @{ '$gt' = 20 }; 'at.city' = 'c0' }).n | Should -Be 21, 24
            (Get-WxCloudDocument things '{"n":{"$in":[3,4]}}').n | Should -Be 3, 4
            (Get-WxCloudDocument things @{ _id = [regex]'^00[1-2]$' }).n | Should -Be 1, 2
        }

        It 'pages with -First and -Skip and counts with -IncludeTotalCount' {
            (Get-WxCloudDocument things -First 3 -Skip 5).n | Should -Be 6, 7, 8
            $counted = Get-WxCloudDocument things @{ odd = $true } -First 1 -IncludeTotalCount
            $counted[0] | Should -BeOfType [uint64]
            $counted[0] | Should -Be 13
            $counted | Should -HaveCount 2
        }

        It 'sorts with -OrderBy' {
            (Get-WxCloudDocument things -OrderBy 'odd desc', 'n desc' -First 2).n | Should -Be 25, 23
            (Get-ErrorOf { Get-WxCloudDocument things -OrderBy 'n down' }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Database.SortInvalid,*'
        }

        It 'gets the fields of -Property' {
            (Get-WxCloudDocument things -Property n -First 1).PSObject.Properties.Name | Sort-Object | Should -Be '_id', 'n'
            (Get-WxCloudDocument things -Id '001' -Property odd).PSObject.Properties.Name | Sort-Object | Should -Be '_id', 'odd'
        }

        It 'gets documents by -Id in their order, and reports a missing one' {
            $found = '003', 'gone', '001' | Get-WxCloudDocument things -ErrorAction SilentlyContinue -ErrorVariable missing
            $found.n | Should -Be 3, 1
            $missing[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Database.DocumentMissing,*'
            $missing[0].TargetObject | Should -Be 'gone'
            ([pscustomobject]@{ _id = '002' } | Get-WxCloudDocument things).n | Should -Be 2
            $null = Add-WxCloudDocument things @{ _id = 5; kind = 'number' }
            (Get-WxCloudDocument things -Id 5).kind | Should -Be 'number'
        }

        It 'runs a statement with -Query and -Parameter' {
            (Get-WxCloudDocument -Query 'db.collection("things").where({ n: _.gt(@min), "at.city": @city }).get()' -Parameter @{ min = 20; city = 'c0' }).n | Should -Be 21, 24
            (Get-WxCloudDocument -Query 'db.collection("things").orderBy("n", "desc").get()' -First 2).n | Should -Be 25, 24
        }

        It 'refuses a wrong statement before a call, with its place' {
            $before = Get-Calls 'tcb/databasequery'
            $failure = Get-ErrorOf { Get-WxCloudDocument -Query 'db.collection("things").where({ n: gt(3) }).get()' }
            $failure.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Database.StatementInvalid,*'
            "$failure" | Should -Match 'line 1, column 36'
            (Get-ErrorOf { Get-WxCloudDocument -Query 'db.collection("things").remove()' }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Database.StatementInvalid,*'
            Get-Calls 'tcb/databasequery' | Should -Be $before
        }

        It 'refuses an unknown operator, and names it' {
            $failure = Get-ErrorOf { Get-WxCloudDocument things @{ n = @{ '$foo' = 1 } } }
            $failure.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Database.OperatorUnknown,*'
            "$failure" | Should -Match '\$foo'
            $failure.ErrorDetails.RecommendedAction | Should -Match '\$gt'
        }

        It 'keeps names that differ only in case with -AsHashtable' {
            $null = Add-WxCloudDocument things '{"_id":"case","a":1,"A":2}'
            Get-WxCloudDocument things @{ _id = 'case' } -ErrorAction SilentlyContinue -ErrorVariable refused | Should -BeNullOrEmpty
            $refused[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Document.NamesNeedHashtable,*'
            $refused[0].TargetObject | Should -Be 'case'
            $read = Get-WxCloudDocument things @{ _id = 'case' } -AsHashtable
            $read['a'], $read['A'] | Should -Be 1, 2
            $null = $read | Set-WxCloudDocument things -Id copy
            (Get-WxCloudDocument things -Id copy -AsHashtable)['A'] | Should -Be 2
        }

        It 'requests no further page when Select-Object -First ends it' {
            1..3000 | ForEach-Object { @{ x = $_ } } | Add-WxCloudDocument things | Out-Null
            $before = Get-Calls 'tcb/databasequery'
            Get-WxCloudDocument things | Select-Object -First 1 | Should -HaveCount 1
            Get-Calls 'tcb/databasequery' | Should -BeLessOrEqual ($before + 2)
        }
    }

    Context 'changes' {
        BeforeEach {
            1..4 | ForEach-Object { @{ _id = "d$_"; n = $_; odd = [bool]($_ % 2) } } | Add-WxCloudDocument things | Out-Null
        }

        It 'updates by -Id, by -Filter and with -All' {
            (Update-WxCloudDocument things -Id d1, d2 @{ n = 10 }).Modified | Should -Be 1, 1
            (Update-WxCloudDocument things -Filter @{ odd = $true } -Document @{ n = @{ '$inc' = 1 } }).Matched | Should -Be 2
            (Update-WxCloudDocument things -All @{ seen = $true }).Modified | Should -Be 4
            (Get-WxCloudDocument things).n | Should -Be 11, 10, 4, 4
        }

        It 'says with -WhatIf how many documents would be changed, and changes none' {
            $shell = [powershell]::Create()
            $null = $shell.AddScript("Import-Module '$(Get-PackagePath)'; `$null = Connect-WxCloud -Emulator -Endpoint $($emulator.Endpoint); Start-Transcript '$TestDrive/whatif.txt'; Update-WxCloudDocument things -Filter @{ odd = `$true } -Document @{ n = 0 } -WhatIf; Remove-WxCloudDocument things -All -WhatIf; Remove-WxCloudDocument things -Filter @{ _id = 'd1' } -WhatIf; Remove-WxCloudDocument things -Id d1 -Force -WhatIf; Stop-Transcript")
            $null = $shell.Invoke()
            $text = Get-Content "$TestDrive/whatif.txt" -Raw
            $text | Should -Match "2 documents of the collection 'things'"
            $text | Should -Match "4 documents of the collection 'things'"
            $text | Should -Match '"1 document of the collection'
            $text | Should -Match "document 'd1'"
            (Get-WxCloudDocument things).n | Should -Be 1, 2, 3, 4
        }

        It 'needs -All without a filter' {
            (Get-ErrorOf { Update-WxCloudDocument things -Filter @{} -Document @{ n = 0 } }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Database.FilterEmpty,*'
            (Get-ErrorOf { Remove-WxCloudDocument things -Filter @{} -Force }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Database.FilterEmpty,*'
            Measure-WxCloudDocument things @{ n = 0 } | Should -Be 0
        }

        It 'reports a missing document, and updates the others' {
            Update-WxCloudDocument things -Id gone, d1 @{ n = 9 } -ErrorAction SilentlyContinue -ErrorVariable missing | Should -HaveCount 1
            $missing[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Database.DocumentMissing,*'
            $missing[0].TargetObject | Should -Be 'gone'
        }

        It 'replaces or creates a document with Set-WxCloudDocument' {
            (Set-WxCloudDocument things -Id d1 @{ m = 1 }).Created | Should -BeFalse
            (Set-WxCloudDocument things -Id new ([pscustomobject]@{ m = 1; k = 2 }) -Property m).Created | Should -BeTrue
            (Get-WxCloudDocument things -Id d1, new -AsHashtable).Keys | Should -Be '_id', 'm', '_id', 'm'
            Set-WxCloudDocument things @{ m = 1 } -ErrorAction SilentlyContinue -ErrorVariable refused
            $refused[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Database.DocumentHasNoId,*'
        }

        It 'removes by -Filter and with -All' {
            (Remove-WxCloudDocument things -Filter @{ odd = $true } -Force).Removed | Should -Be 2
            (Remove-WxCloudDocument things -All -Confirm:$false).Removed | Should -Be 2
            Measure-WxCloudDocument things | Should -Be 0
        }

        It 'counts with Measure-WxCloudDocument' {
            Measure-WxCloudDocument things @{ odd = $true } | Should -Be 2
            Measure-WxCloudDocument things -Filter '{"n":{"$lt":4}}' | Should -Be 3
        }

        It 'does not repeat an update of unknown outcome, and says so' {
            Set-TestFault $emulator @{ route = 'tcb/databaseupdate'; kind = 'reset'; value = 10; times = 1 }
            $failure = Get-ErrorOf { Update-WxCloudDocument things -All @{ n = @{ '$inc' = 1 } } }
            Set-TestFault $emulator
            $failure.ErrorDetails.RecommendedAction | Should -Match 'not repeated'
            (Get-WxCloudDocument things).n | Should -Be 2, 3, 4, 5
        }

        It 'aggregates stages and statements' {
            $rows = Invoke-WxCloudAggregate things @{ '$match' = @{ n = @{ '$gt' = 1 } } }, @{ '$group' = @{ _id = '$odd'; sum = @{ '$sum' = '$n' } } }, @{ '$sort' = @{ sum = 1 } }
            $rows.sum | Should -Be 3, 6
            (Invoke-WxCloudAggregate -Query 'db.collection("things").aggregate().match({ n: _.gt(@min) }).count("c").end()' -Parameter @{ min = 1 }).c | Should -Be 3
            (Invoke-WxCloudAggregate things '{"$count":"c"}' -AsHashtable)['c'] | Should -Be 4
            1..30 | ForEach-Object { @{ x = $_ } } | Add-WxCloudDocument things | Out-Null
            Invoke-WxCloudAggregate things @{ '$match' = @{ x = @{ '$gt' = 0 } } } | Should -HaveCount 30
        }
    }

    Context 'collections' {
        It 'creates, lists and removes collections' {
            'c1', 'c2' | New-WxCloudCollection
            (Get-WxCloudCollection).Name | Should -Be 'c1', 'c2', 'things'
            (Get-WxCloudCollection c*).Name | Should -Be 'c1', 'c2'
            Get-WxCloudCollection gone -ErrorAction SilentlyContinue -ErrorVariable missing
            $missing[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Collection.NotFound,*'
            New-WxCloudCollection c1, c3 -ErrorAction SilentlyContinue -ErrorVariable exists
            $exists[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Database.CollectionExists,*'
            $exists[0].TargetObject | Should -Be 'c1'
            Remove-WxCloudCollection c1 -Force -WhatIf
            New-WxCloudCollection c9 -WhatIf
            Get-WxCloudCollection c* | Remove-WxCloudCollection -Force
            (Get-WxCloudCollection).Name | Should -Be 'things'
        }

        It 'creates and drops indexes' {
            $null = Add-WxCloudDocument things @{ _id = 'a'; email = 'x' }
            Update-WxCloudIndex things -Create @{ name = 'email'; unique = $true; keys = @{ email = 1 } }, @{ keys = [ordered]@{ n = -1; at = '2dsphere' } }
            (Get-WxCloudCollection things).IndexCount | Should -Be 3
            Add-WxCloudDocument things @{ _id = 'b'; email = 'x' } -ErrorAction SilentlyContinue -ErrorVariable duplicate
            $duplicate[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Database.DuplicateKey,*'
            Update-WxCloudIndex things -Drop email -WhatIf
            Update-WxCloudIndex things -Drop email
            Add-WxCloudDocument things @{ _id = 'b'; email = 'x' } | Should -HaveCount 1
            (Get-ErrorOf { Update-WxCloudIndex things -Create @{ keys = @{ n = 5 } } }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Database.IndexInvalid,*'
        }
    }
}
