<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_CN">
<context>
    <name>Acts</name>
    <message>
        <source>再撤销一步就是整次导入：它写入的其他报表也会一起恢复原样。确实要撤销，请再按一次 Ctrl+Z。</source>
        <translation>The next step back is the whole import, in every return it wrote to. To undo it, press Ctrl+Z once more.</translation>
    </message>
    <message>
        <source>这张报表没有可撤销的操作</source>
        <translation>There is nothing to undo in this return</translation>
    </message>
    <message>
        <source>这张报表没有可重做的操作</source>
        <translation>There is nothing to redo in this return</translation>
    </message>
    <message>
        <source>整次导入已撤销，它写入的其他报表也一起恢复原样；按 Ctrl+Y 重新写入</source>
        <translation>The whole import was undone, in every return it wrote to; Ctrl+Y writes it again</translation>
    </message>
    <message>
        <source>整次导入已重新写入，其他报表也一起</source>
        <translation>The whole import was written again, in every return</translation>
    </message>
    <message>
        <source>已修改 {}</source>
        <translation>Changed {}</translation>
    </message>
    <message>
        <source>已四舍五入 {} 格</source>
        <translation>Rounded {:cell|cells}</translation>
    </message>
    <message>
        <source>已带入 {} 格、{} 条记录</source>
        <translation>Carried over: {:cell|cells}, {:record|records}</translation>
    </message>
    <message>
        <source>已带入 {} 格</source>
        <translation>Carried over: {:cell|cells}</translation>
    </message>
    <message>
        <source>剪贴板上没有可以粘贴的文字</source>
        <translation>There is no text on the clipboard to paste</translation>
    </message>
    <message>
        <source>剪贴板上有 {} 格，一次最多粘贴 {} 格：请分几次粘贴，或者用“导入”</source>
        <translation>The clipboard holds {:cell|cells}; at most {} can be pasted at once. Paste in parts, or import</translation>
    </message>
    <message>
        <source>这里不能粘贴：请先点要填的第一个格子</source>
        <translation>Nothing can be pasted here: select the first cell to fill</translation>
    </message>
    <message>
        <source>这一格只供查看</source>
        <translation>This cell is only for looking at</translation>
    </message>
    <message>
        <source>这一格填的不是日期</source>
        <translation>This cell does not hold a date</translation>
    </message>
    <message>
        <source>已填入 {} 格</source>
        <translation>Filled in {:cell|cells}</translation>
    </message>
    <message>
        <source>已插入 {} 项</source>
        <translation>Inserted {:entry|entries}</translation>
    </message>
    <message>
        <source>已移除 {} 项</source>
        <translation>{:entry|entries} removed</translation>
    </message>
</context>
<context>
    <name>Asking</name>
    <message>
        <source>报表</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>报告期</source>
        <translation>Period</translation>
    </message>
    <message>
        <source>从哪一期算起</source>
        <translation>From which period</translation>
    </message>
    <message>
        <source>按什么分组</source>
        <translation>Group by</translation>
    </message>
    <message>
        <source>汇总哪些单位</source>
        <translation>Which enterprises</translation>
    </message>
    <message>
        <source>哪些数算在内</source>
        <translation>Which figures count</translation>
    </message>
    <message>
        <source>金额按什么单位显示</source>
        <translation>Unit of money shown</translation>
    </message>
    <message>
        <source>按{}</source>
        <translation>Group by: {}</translation>
    </message>
    <message>
        <source>不分组</source>
        <translation>Not grouped</translation>
    </message>
    <message>
        <source>已填的都算，含草稿</source>
        <translation>All figures, drafts included</translation>
    </message>
    <message>
        <source>只算已送达的</source>
        <translation>Received returns only</translation>
    </message>
    <message>
        <source>表内单位</source>
        <translation>Form&apos;s units</translation>
    </message>
    <message>
        <source>从{}起</source>
        <translation>From {}</translation>
    </message>
    <message>
        <source>只看这一期</source>
        <translation>This period only</translation>
    </message>
    <message>
        <source>{}（{} 家）</source>
        <translation>{} ({})</translation>
    </message>
    <message>
        <source>全部 {} 家</source>
        <translation>All {:enterprise|enterprises}</translation>
    </message>
    <message>
        <source>自己挑…</source>
        <translation>Select…</translation>
    </message>
    <message>
        <source>恢复默认</source>
        <translation>Restore defaults</translation>
    </message>
    <message>
        <source>不改</source>
        <translation>Keep</translation>
    </message>
</context>
<context>
    <name>AttachmentsCard</name>
    <message>
        <source>附在哪张表上</source>
        <translation>Return to attach it to</translation>
    </message>
    <message>
        <source>添加扫描件…</source>
        <translation>Add a scan…</translation>
    </message>
    <message>
        <source>取下</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>附件</source>
        <translation>Attachments</translation>
    </message>
    <message>
        <source>盖章的打印件扫描后附在这里，随下次报送密封送出；只有主管部门能打开。每个不超过 20 MB。</source>
        <translation>Attach scans of the stamped form here. They are sealed and filed with the next version; only the authority can open them. At most 20&#xa0;MB each.</translation>
    </message>
    <message>
        <source>添加扫描件</source>
        <translation>Add a scan</translation>
    </message>
    <message>
        <source>另存附件</source>
        <translation>Save the attachment as</translation>
    </message>
    <message>
        <source>附件已另存到 {}</source>
        <translation>The attachment was saved to {}</translation>
    </message>
</context>
<context>
    <name>BackUpNow</name>
    <message>
        <source>现在备份</source>
        <translation>Back up now</translation>
    </message>
    <message>
        <source>停止</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>停止备份</source>
        <translation>Stop backing up</translation>
    </message>
    <message>
        <source>正在备份…</source>
        <translation>Backing up…</translation>
    </message>
    <message>
        <source>备份</source>
        <translation>Backing up</translation>
    </message>
    <message>
        <source>正在停止…</source>
        <translation>Stopping…</translation>
    </message>
    <message>
        <source>正在备份 {} / {}&#x3000;{}</source>
        <translation>Backing up {} / {}&#x3000;{}</translation>
    </message>
    <message>
        <source>最近一次：{}</source>
        <translation>Latest: {}</translation>
    </message>
    <message>
        <source>还没有备份；退出程序时会自动备份。</source>
        <translation>No backup yet; one is made when you close the program.</translation>
    </message>
    <message>
        <source>已备份并核对，在 {}</source>
        <translation>Backed up and checked, in {}</translation>
    </message>
    <message>
        <source>本机已备份；另存的那份没有写成：{}</source>
        <translation>Backed up on this computer; the second copy was not written: {}</translation>
    </message>
    <message>
        <source>本机已备份；另存的那份按要求停了，没有写。</source>
        <translation>Backed up on this computer; the second copy was stopped and not written.</translation>
    </message>
    <message>
        <source>已停止，没有留下半份备份；以前的备份都在。</source>
        <translation>Stopped. No partial backup was left; earlier backups are untouched.</translation>
    </message>
</context>
<context>
    <name>BackupContents</name>
    <message>
        <source>应急卡上的恢复码，或那台电脑上的口令</source>
        <translation>Code on the recovery card, or that computer&apos;s passphrase</translation>
    </message>
    <message>
        <source>打开</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>备份里的单位</source>
        <translation>Enterprises in the backup</translation>
    </message>
    <message>
        <source>{} 的备份</source>
        <translation>Backup of {}</translation>
    </message>
    <message>
        <source>正在查看…</source>
        <translation>Opening…</translation>
    </message>
    <message>
        <source>查看备份</source>
        <translation>Opening a backup</translation>
    </message>
    <message>
        <source>正在查看 {} / {}&#x3000;{}</source>
        <translation>Opening {} of {}&#x3000;{}</translation>
    </message>
    <message>
        <source>勾选要恢复的单位；没有勾的保持现在的样子。</source>
        <translation>Tick the enterprises to restore; the others stay as they are now.</translation>
    </message>
    <message>
        <source>里面的内容和现在完全一样，不必恢复。</source>
        <translation>It is identical to your current data; there is nothing to restore.</translation>
    </message>
    <message>
        <source>已停止查看。</source>
        <translation>Stopped.</translation>
    </message>
    <message>
        <source>恢复 {} 家单位</source>
        <translation>Restore {:enterprise|enterprises}</translation>
    </message>
</context>
<context>
    <name>BackupsPage</name>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>先看里面有什么、会改变什么，再恢复。现在的数据另外留着，不满意可以再恢复回来。</source>
        <translation>See what it contains and what would change, then restore. Your current data is kept and can be restored again.</translation>
    </message>
    <message>
        <source>从备份恢复</source>
        <translation>Restore a backup</translation>
    </message>
    <message>
        <source>选择别处的备份…</source>
        <translation>Choose another backup…</translation>
    </message>
    <message>
        <source>备份</source>
        <translation>Backups</translation>
    </message>
    <message>
        <source>退出程序时会自动备份。以前电脑上做的，请插上 U 盘或连上共享文件夹，再选它所在的文件夹。</source>
        <translation>A backup is made when you close the program. For one from a former computer, connect its drive or share, then choose its folder.</translation>
    </message>
    <message>
        <source>这里还没有备份</source>
        <translation>No backups here yet</translation>
    </message>
    <message>
        <source>备份所在的文件夹</source>
        <translation>Backup folder</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>诊断</source>
        <translation>Diagnosis</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>打开文件夹</source>
        <translation>Open folder</translation>
    </message>
</context>
<context>
    <name>CardStep</name>
    <message>
        <source>打印应急卡</source>
        <translation>Print the recovery card</translation>
    </message>
    <message>
        <source>资料是加密的，钥匙在这台电脑里。换电脑、重装系统或忘记口令时，只有应急卡打得开。</source>
        <translation>Your data is encrypted and the key is on this computer. On a new computer, or without the passphrase, only the card opens it.</translation>
    </message>
    <message>
        <source>以后再做</source>
        <translation>Later</translation>
    </message>
</context>
<context>
    <name>CarryOver</name>
    <message>
        <source>带入</source>
        <translation>Carry over</translation>
    </message>
    <message>
        <source>{} 的代码和清单</source>
        <translation>codes and lists of {}</translation>
    </message>
    <message>
        <source>已报送</source>
        <translation>Filed</translation>
    </message>
    <message>
        <source>本机所存，未经本机报送</source>
        <translation>kept here, not filed from here</translation>
    </message>
    <message>
        <source>上年同期数（{}，{}）</source>
        <translation>last year&apos;s figures ({}, {})</translation>
    </message>
    <message>
        <source>可以带入：{}。只填空白，可以撤销。</source>
        <translation>Can be carried over: {}. Only blanks are filled; it can be undone.</translation>
    </message>
</context>
<context>
    <name>CarryPart</name>
    <message>
        <source>写出离线报送文件…</source>
        <translation>Write a submission file…</translation>
    </message>
    <message>
        <source>导入答复…</source>
        <translation>Take in the answer…</translation>
    </message>
    <message>
        <source>没有网络时</source>
        <translation>Without a network</translation>
    </message>
    <message>
        <source>本单位有 {} 张报表还没有回执。写成一个离线报送文件，拿到任何一台能上网的电脑上传；把上传后得到的答复文件带回来，拖进窗口或点“导入答复”，回执就到这里。文件是密封的，别人打不开；两条路都走也不会重复报送。</source>
        <translation>{:return|returns} of this enterprise without a receipt so far. Write a submission file and upload it on any computer with internet access; then bring back the answer file and drop it on this window or press “Take in the answer”. The receipts come with it. The file is sealed so nobody else can open it, and filing both ways files nothing twice.</translation>
    </message>
    <message>
        <source>写出离线报送文件</source>
        <translation>Write a submission file</translation>
    </message>
    <message>
        <source>离线报送文件 (*.jbsub)</source>
        <translation>Submission files (*.jbsub)</translation>
    </message>
    <message>
        <source>离线报送</source>
        <translation>carried</translation>
    </message>
    <message>
        <source>答复文件 (*.json);;所有文件 (*)</source>
        <translation>Answers (*.json);;All files (*)</translation>
    </message>
    <message>
        <source>导入答复</source>
        <translation>Take in the answer</translation>
    </message>
</context>
<context>
    <name>ChartsPage</name>
    <message>
        <source>年份</source>
        <translation>Year</translation>
    </message>
    <message>
        <source>还没有可画的数字</source>
        <translation>No figures to draw yet</translation>
    </message>
    <message>
        <source>填报或导入之后，这里画出报表制度规定的图；制度没有规定的不画。</source>
        <translation>The charts the definitions call for appear here once figures are entered or imported.</translation>
    </message>
    <message>
        <source>图表</source>
        <translation>Charts</translation>
    </message>
</context>
<context>
    <name>ColumnsPart</name>
    <message>
        <source>数值列</source>
        <translation>Columns of figures</translation>
    </message>
    <message>
        <source>选中的数值列是什么</source>
        <translation>What the chosen column of figures is</translation>
    </message>
    <message>
        <source>本期的数</source>
        <translation>This period&apos;s figures</translation>
    </message>
    <message>
        <source>上年同期的数</source>
        <translation>Last year&apos;s figures</translation>
    </message>
    <message>
        <source>自动认</source>
        <translation>As recognised</translation>
    </message>
    <message>
        <source>这一列不取</source>
        <translation>Take nothing of it</translation>
    </message>
    <message>
        <source>数值列各是什么</source>
        <translation>What each column holds</translation>
    </message>
</context>
<context>
    <name>Conductor</name>
    <message>
        <source>选择工作簿</source>
        <translation>Choose a workbook</translation>
    </message>
    <message>
        <source>工作簿 ({})</source>
        <translation>Workbooks ({})</translation>
    </message>
    <message>
        <source>所有文件 (*)</source>
        <translation>All files (*)</translation>
    </message>
    <message>
        <source>打开单位</source>
        <translation>Open Enterprises</translation>
    </message>
    <message>
        <source>等正在做的事做完，窗口就换成新的样子。</source>
        <translation>The window changes once what is under way is done.</translation>
    </message>
    <message>
        <source>查看</source>
        <translation>View</translation>
    </message>
    <message>
        <source>{}：{}</source>
        <translation>{}: {}</translation>
    </message>
</context>
<context>
    <name>Curve</name>
    <message>
        <source>近 {} 期</source>
        <translation>last {:period|periods}</translation>
    </message>
</context>
<context>
    <name>Deadlines</name>
    <message>
        <source>上个月</source>
        <translation>Previous month</translation>
    </message>
    <message>
        <source>下个月</source>
        <translation>Next month</translation>
    </message>
    <message>
        <source>加入我的日历…</source>
        <translation>Add to my calendar…</translation>
    </message>
</context>
<context>
    <name>DefinitionPanel</name>
    <message>
        <source>指标解释</source>
        <translation>Definition</translation>
    </message>
    <message>
        <source>{}（上年同期）</source>
        <translation>{} (year before)</translation>
    </message>
    <message>
        <source>退回意见：{}</source>
        <translation>Returned: {}</translation>
    </message>
    <message>
        <source>本格全文</source>
        <translation>Full text of this cell</translation>
    </message>
    <message>
        <source>取数来源</source>
        <translation>Where to find it</translation>
    </message>
    <message>
        <source>本格数据来自</source>
        <translation>This figure comes from</translation>
    </message>
    <message>
        <source>原始数字</source>
        <translation>Original figure</translation>
    </message>
    <message>
        <source>计算方法</source>
        <translation>How it is computed</translation>
    </message>
    <message>
        <source>读不懂的内容</source>
        <translation>Not understood</translation>
    </message>
    <message>
        <source>修改记录</source>
        <translation>Changes</translation>
    </message>
    <message>
        <source>必填</source>
        <translation>Required</translation>
    </message>
    <message>
        <source>自动计算</source>
        <translation>Computed</translation>
    </message>
    <message>
        <source>选填</source>
        <translation>Optional</translation>
    </message>
    <message>
        <source>年报必填</source>
        <translation>Required for the year</translation>
    </message>
    <message>
        <source>符合条件时必填</source>
        <translation>Conditionally required</translation>
    </message>
    <message>
        <source>主管部门预置</source>
        <translation>Set by the authority</translation>
    </message>
</context>
<context>
    <name>DefinitionsPage</name>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>填哪些报表、怎样审核，都由报表制度规定。主管部门另外给了制度文件的，在这里换用。</source>
        <translation>The definitions set which forms are asked for and how they are checked. If the authority gave you a definitions file, choose it here.</translation>
    </message>
    <message>
        <source>报表制度</source>
        <translation>Definitions</translation>
    </message>
    <message>
        <source>正在使用</source>
        <translation>In use</translation>
    </message>
    <message>
        <source>换用制度文件…</source>
        <translation>Use another definitions file…</translation>
    </message>
    <message>
        <source>换回随程序提供的</source>
        <translation>Go back to the built-in ones</translation>
    </message>
    <message>
        <source>也可以直接把文件拖进窗口。</source>
        <translation>Or drop the file on the window.</translation>
    </message>
    <message>
        <source>不用</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>正在查看“{}”…</source>
        <translation>Reading “{}”…</translation>
    </message>
    <message>
        <source>“{}”里的制度</source>
        <translation>Definitions in “{}”</translation>
    </message>
    <message>
        <source>没有签名的文件，由发给您的人担保；请确认来源再用。</source>
        <translation>This file is not signed: it is only as trustworthy as whoever gave it to you. Make sure you know where it comes from.</translation>
    </message>
    <message>
        <source>这一版已经在用，不必再装。</source>
        <translation>This version is already in use.</translation>
    </message>
    <message>
        <source>改用这套制度</source>
        <translation>Use these definitions</translation>
    </message>
    <message>
        <source>装入这一版</source>
        <translation>Install this version</translation>
    </message>
    <message>
        <source>签名已核对</source>
        <translation>Signature checked</translation>
    </message>
    <message>
        <source>没有签名</source>
        <translation>Not signed</translation>
    </message>
    <message>
        <source>{}，{} 第 {} 版，适用 {} 至 {}</source>
        <translation>{}, {} version {}, in force {} to {}</translation>
    </message>
    <message>
        <source>填报的内容没有变化。</source>
        <translation>What has to be filled in does not change.</translation>
    </message>
    <message>
        <source>填 {} 张报表：{}</source>
        <translation>{:form|forms}: {}</translation>
    </message>
    <message>
        <source>现在的 {} 张报表不再要填；开始填报之前可以换回来。单位和设置都不变。</source>
        <translation>The present {:form is|forms are} no longer asked for. Until you enter something you can go back. Enterprises and settings stay.</translation>
    </message>
    <message>
        <source>制度文件 (*.jbpack *.zip pack.toml)</source>
        <translation>Definitions (*.jbpack *.zip pack.toml)</translation>
    </message>
    <message>
        <source>换用制度文件</source>
        <translation>Use another definitions file</translation>
    </message>
</context>
<context>
    <name>Devices</name>
    <message>
        <source>查看报送设备</source>
        <translation>Show computers</translation>
    </message>
    <message>
        <source>报送设备</source>
        <translation>Computers that file</translation>
    </message>
    <message>
        <source>本机指纹 {}。新的电脑登记后，由已在用的电脑核对指纹再批准。</source>
        <translation>This computer&apos;s fingerprint is {}. A new computer is approved from one already in use, after comparing fingerprints.</translation>
    </message>
    <message>
        <source>“{}”的屏幕上显示的指纹是 {} 吗？</source>
        <translation>Does the screen of “{}” show the fingerprint {}?</translation>
    </message>
    <message>
        <source>一致，批准</source>
        <translation>They match: approve</translation>
    </message>
    <message>
        <source>停用“{}”后，它不能再报送；回执还可取回三十天。</source>
        <translation>Once disabled, “{}” can no longer file; its receipts can be fetched for thirty days.</translation>
    </message>
    <message>
        <source>停用</source>
        <translation>Disable</translation>
    </message>
    <message>
        <source>重试</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>本机</source>
        <translation>This computer</translation>
    </message>
    <message>
        <source>批准…</source>
        <translation>Approve…</translation>
    </message>
    <message>
        <source>停用…</source>
        <translation>Disable…</translation>
    </message>
</context>
<context>
    <name>DiagnosisPage</name>
    <message>
        <source>诊断</source>
        <translation>Diagnosis</translation>
    </message>
    <message>
        <source>从磁盘到报送平台挨个看一遍；只看，不改动，也不送出任何数字。</source>
        <translation>Checks everything from the disk to the endpoint; nothing is changed and no figures are sent.</translation>
    </message>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>再看一遍</source>
        <translation>Check again</translation>
    </message>
    <message>
        <source>复制报告</source>
        <translation>Copy report</translation>
    </message>
    <message>
        <source>保存诊断文件…</source>
        <translation>Save support file…</translation>
    </message>
    <message>
        <source>停止</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>正在检查…</source>
        <translation>Checking…</translation>
    </message>
    <message>
        <source>有 {} 处不通，按下面写的做就好。</source>
        <translation>{:thing is|things are} in the way; what to do is written below.</translation>
    </message>
    <message>
        <source>都通；有 {} 处值得看一眼。</source>
        <translation>Nothing is in the way; {:thing|things} worth a look.</translation>
    </message>
    <message>
        <source>一切正常。</source>
        <translation>Everything is in order.</translation>
    </message>
    <message>
        <source>没有看完。</source>
        <translation>The check did not finish.</translation>
    </message>
    <message>
        <source>制作应急卡…</source>
        <translation>Make a recovery card…</translation>
    </message>
    <message>
        <source>报告已复制，里面没有填报数字和单位名称。</source>
        <translation>Report copied; it contains no figures and no names.</translation>
    </message>
</context>
<context>
    <name>DonePart</name>
    <message>
        <source>去填报</source>
        <translation>Go to the form</translation>
    </message>
    <message>
        <source>撤销这次导入</source>
        <translation>Undo this import</translation>
    </message>
    <message>
        <source>再导入一个</source>
        <translation>Import another</translation>
    </message>
    <message>
        <source>标注副本…</source>
        <translation>Marked copy…</translation>
    </message>
    <message>
        <source>已写入 {} 项</source>
        <translation>{:value|values} written</translation>
    </message>
    <message>
        <source>还有 {} 处需要处理。</source>
        <translation>{:place needs|places need} attention.</translation>
    </message>
    <message>
        <source>没有强制性错误。</source>
        <translation>No errors.</translation>
    </message>
    <message>
        <source>回到各工作簿</source>
        <translation>Back to the workbooks</translation>
    </message>
    <message>
        <source>已撤销，{} 项恢复原样</source>
        <translation>Undone: {:value|values} restored</translation>
    </message>
</context>
<context>
    <name>EarlierPart</name>
    <message>
        <source>以前的导入</source>
        <translation>Earlier imports</translation>
    </message>
    <message>
        <source>还没有导入过</source>
        <translation>Nothing imported yet</translation>
    </message>
    <message>
        <source>导入的每个工作簿都会列在这里。</source>
        <translation>Every workbook you import is listed here.</translation>
    </message>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>每次导入可以整体撤销，隔多久都行；写入之后又改过的报表，要先撤销后来的改动。</source>
        <translation>Each import can be undone as a whole, however old. If its returns were changed since, undo those changes first.</translation>
    </message>
    <message>
        <source>撤销导入“{}”：{}。这些报表恢复到导入前的样子。</source>
        <translation>Undo the import “{}”: {}. These returns will be as they were before it.</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>撤销导入</source>
        <translation>Undoing the import</translation>
    </message>
    <message>
        <source>已撤销，{} 项恢复原样</source>
        <translation>Undone: {:value|values} restored</translation>
    </message>
    <message>
        <source>已停止，没有撤销。</source>
        <translation>Stopped; nothing was undone.</translation>
    </message>
</context>
<context>
    <name>EndpointStep</name>
    <message>
        <source>报送到哪里</source>
        <translation>Where to file</translation>
    </message>
    <message>
        <source>配置文件和登记码由主管部门发放。还没有就先练习：报送只到本机的练习平台，什么都不会送出去，以后随时可以登记。</source>
        <translation>The authority issues the profile and the code. Without them, practise first: returns go to an endpoint on this computer and nothing leaves it. Enrol at any time.</translation>
    </message>
    <message>
        <source>先练习</source>
        <translation>Practise first</translation>
    </message>
    <message>
        <source>主管部门另外给了制度文件…</source>
        <translation>The authority gave me a definitions file…</translation>
    </message>
</context>
<context>
    <name>Enrolling</name>
    <message>
        <source>主管部门发来的报送平台配置文件</source>
        <translation>Endpoint profile (file)</translation>
    </message>
    <message>
        <source>登记码</source>
        <translation>Enrolment code</translation>
    </message>
    <message>
        <source>选择…</source>
        <translation>Choose…</translation>
    </message>
    <message>
        <source>选择报送平台配置文件</source>
        <translation>Choose an endpoint profile</translation>
    </message>
    <message>
        <source>登记</source>
        <translation>Enrol</translation>
    </message>
    <message>
        <source>诊断</source>
        <translation>Diagnosis</translation>
    </message>
    <message>
        <source>仍要重新登记</source>
        <translation>Enrol again anyway</translation>
    </message>
    <message>
        <source>拿到登记码之前先练习；登记后，报送的才是正式报表。登记的是页眉上的当前单位。</source>
        <translation>Practise until you have a code: returns count only once you are enrolled. This enrols the current enterprise.</translation>
    </message>
    <message>
        <source>向主管部门登记</source>
        <translation>Enrol with the authority</translation>
    </message>
    <message>
        <source>请选择报送平台配置文件，并填写登记码。</source>
        <translation>Choose the endpoint profile and enter the code.</translation>
    </message>
    <message>
        <source>正在登记…</source>
        <translation>Enrolling…</translation>
    </message>
</context>
<context>
    <name>Entrance</name>
    <message>
        <source>正在打开资料库…</source>
        <translation>Opening your data…</translation>
    </message>
    <message>
        <source>正在从备份取回总目录…</source>
        <translation>Bringing the list of enterprises back from a backup…</translation>
    </message>
</context>
<context>
    <name>EntryBar</name>
    <message>
        <source>报告期</source>
        <translation>Period</translation>
    </message>
    <message>
        <source>上一期</source>
        <translation>Previous period</translation>
    </message>
    <message>
        <source>下一期</source>
        <translation>Next period</translation>
    </message>
    <message>
        <source>撤销（Ctrl+Z）</source>
        <translation>Undo (Ctrl+Z)</translation>
    </message>
    <message>
        <source>重做（Ctrl+Y）</source>
        <translation>Redo (Ctrl+Y)</translation>
    </message>
    <message>
        <source>在末尾增加一项（Ctrl++ 插入在上方）</source>
        <translation>Add an entry at the end (Ctrl++ inserts above)</translation>
    </message>
    <message>
        <source>移除选中的各项（Ctrl+-）</source>
        <translation>Remove the selected entries (Ctrl+-)</translation>
    </message>
    <message>
        <source>筛选（Ctrl+Shift+L）</source>
        <translation>Filter (Ctrl+Shift+L)</translation>
    </message>
    <message>
        <source>导出这张报表和问题（Ctrl+E）</source>
        <translation>Export this return and its findings (Ctrl+E)</translation>
    </message>
    <message>
        <source>金额按什么单位显示和填写</source>
        <translation>Unit in which amounts are shown and typed</translation>
    </message>
    <message>
        <source>表内单位</source>
        <translation>Form&apos;s unit</translation>
    </message>
    <message>
        <source>查找指标</source>
        <translation>Find an indicator</translation>
    </message>
    <message>
        <source>查找 名称或代码  Ctrl+F</source>
        <translation>Name or code  Ctrl+F</translation>
    </message>
</context>
<context>
    <name>EntryPage</name>
    <message>
        <source>F6 到下一区域，Shift+F6 到上一区域</source>
        <translation>F6 goes to the next region, Shift+F6 to the previous one</translation>
    </message>
    <message>
        <source>导出报表和问题</source>
        <translation>Export returns and findings</translation>
    </message>
</context>
<context>
    <name>ExplanationField</name>
    <message>
        <source>原因类别</source>
        <translation>Kind of reason</translation>
    </message>
    <message>
        <source>情况说明</source>
        <translation>Explanation</translation>
    </message>
    <message>
        <source>写明具体原因，例如：9 月新增两条产线投产，订单增加</source>
        <translation>Say what happened, e.g. two new lines started in September</translation>
    </message>
    <message>
        <source>保存说明</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>选择原因类别</source>
        <translation>Choose a reason</translation>
    </message>
    <message>
        <source>数字已改，原来的说明需改写，或再次保存以确认</source>
        <translation>The figures have changed: rewrite the explanation, or save it again to confirm</translation>
    </message>
    <message>
        <source>沿用</source>
        <translation>Use again</translation>
    </message>
    <message>
        <source>{}的说明：{}</source>
        <translation>Explanation of {}: {}</translation>
    </message>
    <message>
        <source>市场与订单</source>
        <translation>Market and orders</translation>
    </message>
    <message>
        <source>产能变化</source>
        <translation>Capacity</translation>
    </message>
    <message>
        <source>季节因素</source>
        <translation>Season</translation>
    </message>
    <message>
        <source>价格变动</source>
        <translation>Prices</translation>
    </message>
    <message>
        <source>并购或口径</source>
        <translation>Merger or scope</translation>
    </message>
    <message>
        <source>政策影响</source>
        <translation>Policy</translation>
    </message>
    <message>
        <source>其他</source>
        <translation>Other</translation>
    </message>
    <message>
        <source>请先选择原因类别</source>
        <translation>Choose a reason first</translation>
    </message>
</context>
<context>
    <name>Exporter</name>
    <message>
        <source>Excel 工作簿 (*.{})</source>
        <translation>Excel workbook (*.{})</translation>
    </message>
    <message>
        <source>Excel 工作簿 (*.xlsx);;CSV 文本，Excel 可直接打开 (*.csv)</source>
        <translation>Excel workbook (*.xlsx);;CSV text that Excel opens (*.csv)</translation>
    </message>
    <message>
        <source>（共 {} 个文件）</source>
        <translation> ({:file|files})</translation>
    </message>
    <message>
        <source>已导出到 {}{}</source>
        <translation>Exported to {}{}</translation>
    </message>
</context>
<context>
    <name>FaultPage</name>
    <message>
        <source>程序出了意外</source>
        <translation>Something went wrong in the program</translation>
    </message>
    <message>
        <source>已保存的数据没有受影响，刚才的操作可能没有完成。下面的报告不含任何填报数字，可以复制给技术支持。</source>
        <translation>Saved data is safe; the last step may not have finished. The report below contains none of your figures and can be sent to support.</translation>
    </message>
    <message>
        <source>复制报告</source>
        <translation>Copy report</translation>
    </message>
    <message>
        <source>保存诊断文件…</source>
        <translation>Save support file…</translation>
    </message>
    <message>
        <source>回到工作台</source>
        <translation>Back to the desk</translation>
    </message>
</context>
<context>
    <name>Filing</name>
    <message>
        <source>正在连接…</source>
        <translation>Connecting…</translation>
    </message>
    <message>
        <source>正在查询…</source>
        <translation>Asking…</translation>
    </message>
    <message>
        <source>正在预检…</source>
        <translation>Prechecking…</translation>
    </message>
    <message>
        <source>正在写出…</source>
        <translation>Writing…</translation>
    </message>
    <message>
        <source>正在核对答复…</source>
        <translation>Verifying the answer…</translation>
    </message>
    <message>
        <source>报送报表</source>
        <translation>Filing returns</translation>
    </message>
    <message>
        <source>查询结果</source>
        <translation>Asking for the result</translation>
    </message>
    <message>
        <source>预检</source>
        <translation>Precheck</translation>
    </message>
    <message>
        <source>写出离线报送文件</source>
        <translation>Writing the submission file</translation>
    </message>
    <message>
        <source>导入答复</source>
        <translation>Taking in the answer</translation>
    </message>
    <message>
        <source>；</source>
        <translation>; </translation>
    </message>
    <message>
        <source>预检：{}</source>
        <translation>Precheck: {}</translation>
    </message>
    <message>
        <source>预检：{} 张报表有问题，见下。没有报送任何数据。</source>
        <translation>Precheck: {:return has|returns have} problems, see below. Nothing was filed.</translation>
    </message>
    <message>
        <source>预检：报送平台没有发现问题。还没有报送。</source>
        <translation>Precheck: the endpoint found nothing. Nothing was filed yet.</translation>
    </message>
    <message>
        <source>已写出 {}，内有 {} 张报表。请在能上网的电脑上传，再把答复文件带回来导入。</source>
        <translation>Written to {}, with {:return|returns}. Upload it on a computer that is on the internet, then bring the answer back and take it in here.</translation>
    </message>
    <message>
        <source>报送平台的答复对不上，已停止。请联系主管部门核实后再报送。</source>
        <translation>The endpoint&apos;s answer does not match; stopped. Ask the authority before filing again.</translation>
    </message>
    <message>
        <source>数据已冻结保存，不会丢失，也不会重复报送。</source>
        <translation>The return is frozen and kept: nothing is lost, nothing is filed twice.</translation>
    </message>
    <message>
        <source>{} 张已送达，其中 {} 张已受理</source>
        <translation>{} received, {} of them accepted</translation>
    </message>
    <message>
        <source>，{} 张被退回：照退回意见改好再报</source>
        <translation>, {} returned: correct what was remarked and file again</translation>
    </message>
    <message>
        <source>{} 张已送达</source>
        <translation>{} received</translation>
    </message>
    <message>
        <source>{} 张没有报送，原因写在表里</source>
        <translation>{:return|returns} not filed; the table says why</translation>
    </message>
    <message>
        <source>；此后又改过 {} 张，改动还没有报送</source>
        <translation>; {} changed since, not yet filed</translation>
    </message>
    <message>
        <source>{} 张已冻结排队</source>
        <translation>{} frozen and queued</translation>
    </message>
    <message>
        <source>{} 张还没有开始</source>
        <translation>{} not started</translation>
    </message>
    <message>
        <source>，</source>
        <translation>, </translation>
    </message>
    <message>
        <source>没有丢失，随时可以继续。</source>
        <translation>Nothing is lost; continue whenever you like.</translation>
    </message>
    <message>
        <source>继续</source>
        <translation>Continue</translation>
    </message>
    <message>
        <source>已停止：{}。{}</source>
        <translation>Stopped: {}. {}</translation>
    </message>
    <message>
        <source>数据都在本机，没有丢失。</source>
        <translation>Everything is still on this computer.</translation>
    </message>
    <message>
        <source>还没有一张送达</source>
        <translation>none has been received</translation>
    </message>
    <message>
        <source>已停止预检。没有报送任何数据。</source>
        <translation>The precheck was stopped. Nothing was filed.</translation>
    </message>
    <message>
        <source>重试</source>
        <translation>Try again</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>筛选：含有的文字</source>
        <translation>Filter: text contained</translation>
    </message>
    <message>
        <source>只看含有…的</source>
        <translation>Only those with…</translation>
    </message>
    <message>
        <source>在哪一栏里找</source>
        <translation>In which column</translation>
    </message>
    <message>
        <source>这一栏是什么</source>
        <translation>What stands in that column</translation>
    </message>
    <message>
        <source>有没有问题</source>
        <translation>With findings or not</translation>
    </message>
    <message>
        <source>重新筛选</source>
        <translation>Filter again</translation>
    </message>
    <message>
        <source>筛选之后改过：按现在的内容重新筛选、排序</source>
        <translation>Changed since: filter and sort by what stands there now</translation>
    </message>
    <message>
        <source>全部显示</source>
        <translation>Show all</translation>
    </message>
    <message>
        <source>关闭筛选，全部显示（Ctrl+Shift+L）</source>
        <translation>Close the filter and show all (Ctrl+Shift+L)</translation>
    </message>
    <message>
        <source>所有栏</source>
        <translation>Any column</translation>
    </message>
    <message>
        <source>不论问题</source>
        <translation>Findings or not</translation>
    </message>
    <message>
        <source>有问题的</source>
        <translation>With findings</translation>
    </message>
    <message>
        <source>有强制错误的</source>
        <translation>With errors</translation>
    </message>
    <message>
        <source>要核实的</source>
        <translation>With queries</translation>
    </message>
    <message>
        <source>有提示的</source>
        <translation>With hints</translation>
    </message>
    <message>
        <source>有必填未填的</source>
        <translation>With blanks to fill</translation>
    </message>
    <message>
        <source>任何内容</source>
        <translation>Any answer</translation>
    </message>
    <message>
        <source>{}（{} 项）</source>
        <translation>{} ({})</translation>
    </message>
    <message>
        <source>空白</source>
        <translation>blank</translation>
    </message>
</context>
<context>
    <name>Filtering</name>
    <message>
        <source>{} 项</source>
        <translation>{:entry|entries}</translation>
    </message>
    <message>
        <source>显示 {} / {} 项</source>
        <translation>{} of {:entry|entries} shown</translation>
    </message>
    <message>
        <source>按“{}”降序</source>
        <translation>by “{}”, descending</translation>
    </message>
    <message>
        <source>按“{}”升序</source>
        <translation>by “{}”, ascending</translation>
    </message>
    <message>
        <source>{}，{}</source>
        <translation>{}, {}</translation>
    </message>
</context>
<context>
    <name>FindingDetail</name>
    <message>
        <source>规则 {}</source>
        <translation>Rule {}</translation>
    </message>
    <message>
        <source>转到 {}</source>
        <translation>Go to {}</translation>
    </message>
</context>
<context>
    <name>FindingsModel</name>
    <message>
        <source>填写有误：{}</source>
        <translation>Not accepted: {}</translation>
    </message>
    <message>
        <source>未能判断：{}</source>
        <translation>Undecided: {}</translation>
    </message>
    <message>
        <source>{}：{}</source>
        <translation>{}: {}</translation>
    </message>
    <message>
        <source>第 {} 项</source>
        <translation>Entry {}</translation>
    </message>
    <message>
        <source>还有 {} 项必填未填</source>
        <translation>{:required one is|required ones are} blank</translation>
    </message>
</context>
<context>
    <name>FindingsPanel</name>
    <message>
        <source>审核结果</source>
        <translation>Findings</translation>
    </message>
    <message>
        <source>选中的审核结果</source>
        <translation>Chosen finding</translation>
    </message>
    <message>
        <source>没有发现问题</source>
        <translation>No findings</translation>
    </message>
    <message>
        <source>填写后，发现的问题列在这里</source>
        <translation>What is found in your entries is listed here</translation>
    </message>
</context>
<context>
    <name>FirmStep</name>
    <message>
        <source>先填写是哪家单位</source>
        <translation>Which enterprise are you filing for?</translation>
    </message>
    <message>
        <source>填写营业执照上的统一社会信用代码和名称。一家一份资料，以后还可以再加。</source>
        <translation>Credit code and name as on the business licence. Each enterprise&apos;s data is kept apart; you can add more later.</translation>
    </message>
    <message>
        <source>统一社会信用代码（18 位）</source>
        <translation>Credit code (18 characters)</translation>
    </message>
    <message>
        <source>单位详细名称</source>
        <translation>Full name</translation>
    </message>
    <message>
        <source>我有以前电脑上的备份…</source>
        <translation>I have a backup from a former computer…</translation>
    </message>
</context>
<context>
    <name>FirmsPage</name>
    <message>
        <source>查找单位</source>
        <translation>Find an enterprise</translation>
    </message>
    <message>
        <source>按名称或代码查找</source>
        <translation>Find by name or code</translation>
    </message>
    <message>
        <source>单位</source>
        <translation>Enterprises</translation>
    </message>
    <message>
        <source>每家单位一份独立加密的资料，互不相通。</source>
        <translation>Each enterprise has encrypted data of its own.</translation>
    </message>
    <message>
        <source>增加一家单位</source>
        <translation>Add an enterprise</translation>
    </message>
    <message>
        <source>统一社会信用代码（18 位）</source>
        <translation>Credit code (18 characters)</translation>
    </message>
    <message>
        <source>单位详细名称</source>
        <translation>Full name</translation>
    </message>
    <message>
        <source>增加</source>
        <translation>Add</translation>
    </message>
    <message>
        <source>待报 {}</source>
        <translation>Owed: {}</translation>
    </message>
    <message>
        <source>当前单位</source>
        <translation>Current</translation>
    </message>
    <message>
        <source>切换到这家</source>
        <translation>Switch to it</translation>
    </message>
    <message>
        <source>{} 家</source>
        <translation>{} in all</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>欢迎使用集报</source>
        <translation>Welcome to Jibao</translation>
    </message>
    <message>
        <source>几步就好；填好单位以后，其余都可以以后再做。</source>
        <translation>A few steps. Once you have named the enterprise, the rest can wait.</translation>
    </message>
    <message>
        <source>上一步</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>以后再说，直接进入工作台</source>
        <translation>Skip for now and go to the desk</translation>
    </message>
    <message>
        <source>语言</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>单位</source>
        <translation>Enterprise</translation>
    </message>
    <message>
        <source>报送到哪里</source>
        <translation>Where to file</translation>
    </message>
    <message>
        <source>应急卡</source>
        <translation>Recovery card</translation>
    </message>
    <message>
        <source>往期数据</source>
        <translation>Past periods</translation>
    </message>
</context>
<context>
    <name>FoldersPart</name>
    <message>
        <source>要填另一套报表制度、或者分开保管另一些单位，就另用一个数据文件夹：各开各的窗口，互不相干。</source>
        <translation>For other definitions, or to keep enterprises apart, use another data folder. Each opens in its own window and they share nothing.</translation>
    </message>
    <message>
        <source>打开另一个数据文件夹…</source>
        <translation>Open another data folder…</translation>
    </message>
    <message>
        <source>打开过的数据文件夹</source>
        <translation>Data folders opened before</translation>
    </message>
    <message>
        <source>数据文件夹</source>
        <translation>Data folder</translation>
    </message>
    <message>
        <source>另一个数据文件夹</source>
        <translation>Another data folder</translation>
    </message>
    <message>
        <source>正在另一个窗口里打开 {}</source>
        <translation>Opening {} in another window</translation>
    </message>
</context>
<context>
    <name>GoingOn</name>
    <message>
        <source>接着导入</source>
        <translation>Continue import</translation>
    </message>
    <message>
        <source>不再导入</source>
        <translation>Dismiss</translation>
    </message>
    <message>
        <source>“{}”看过了，还没有写入</source>
        <translation>“{}” was reviewed but is not written yet</translation>
    </message>
</context>
<context>
    <name>GridBox</name>
    <message>
        <source>填报表格</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>停止</source>
        <translation>Stop</translation>
    </message>
</context>
<context>
    <name>GridMenu</name>
    <message>
        <source>剪切</source>
        <translation>Cut</translation>
    </message>
    <message>
        <source>复制</source>
        <translation>Copy</translation>
    </message>
    <message>
        <source>粘贴</source>
        <translation>Paste</translation>
    </message>
    <message>
        <source>清除</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>折叠所有分组</source>
        <translation>Fold all sections</translation>
    </message>
    <message>
        <source>展开所有分组</source>
        <translation>Unfold all sections</translation>
    </message>
    <message>
        <source>列宽恢复原样</source>
        <translation>Usual column widths</translation>
    </message>
    <message>
        <source>在上方插入 {} 项</source>
        <translation>Insert {:entry|entries} above</translation>
    </message>
    <message>
        <source>在上方插入一项</source>
        <translation>Insert an entry above</translation>
    </message>
    <message>
        <source>移除选中的 {} 项</source>
        <translation>Remove the {} selected entries</translation>
    </message>
    <message>
        <source>移除这一项</source>
        <translation>Remove this entry</translation>
    </message>
    <message>
        <source>在末尾增加一项</source>
        <translation>Add an entry at the end</translation>
    </message>
    <message>
        <source>只看“{}”的</source>
        <translation>Only those with “{}”</translation>
    </message>
    <message>
        <source>只看这一栏空白的</source>
        <translation>Only those blank in this column</translation>
    </message>
    <message>
        <source>按这一栏升序</source>
        <translation>Sort by this column, ascending</translation>
    </message>
    <message>
        <source>按这一栏降序</source>
        <translation>Sort by this column, descending</translation>
    </message>
    <message>
        <source>全部显示，原来的次序</source>
        <translation>Show all in their own order</translation>
    </message>
</context>
<context>
    <name>Guesses</name>
    <message>
        <source>工作表</source>
        <translation>Sheets</translation>
    </message>
    <message>
        <source>这张表是怎么认的</source>
        <translation>How this sheet was recognised</translation>
    </message>
    <message>
        <source>金额单位</source>
        <translation>Unit of amounts</translation>
    </message>
    <message>
        <source>单位：自动认</source>
        <translation>Unit: as recognised</translation>
    </message>
    <message>
        <source>排列方向</source>
        <translation>Orientation</translation>
    </message>
    <message>
        <source>指标竖排，一行一个</source>
        <translation>Indicators down, one per row</translation>
    </message>
    <message>
        <source>指标横排，一行一条</source>
        <translation>Indicators across, one record per row</translation>
    </message>
    <message>
        <source>方向：自动认</source>
        <translation>Orientation: as recognised</translation>
    </message>
    <message>
        <source>表上的数属于哪一期</source>
        <translation>Which period the figures belong to</translation>
    </message>
    <message>
        <source>表上写的单位</source>
        <translation>Enterprise named in the sheet</translation>
    </message>
    <message>
        <source>只取本单位的</source>
        <translation>Only this enterprise</translation>
    </message>
    <message>
        <source>写着别的单位也取</source>
        <translation>Take it whoever is named</translation>
    </message>
    <message>
        <source>并排的各月是什么数</source>
        <translation>What the figures of months are</translation>
    </message>
    <message>
        <source>当月数，加到本期</source>
        <translation>Each month&apos;s own: add them up</translation>
    </message>
    <message>
        <source>1 月起的累计数</source>
        <translation>Sums since January</translation>
    </message>
    <message>
        <source>各月：自动认</source>
        <translation>Months: automatic</translation>
    </message>
    <message>
        <source>表头最下面一行的行号</source>
        <translation>Lowest row of the headings</translation>
    </message>
    <message>
        <source>表头行号：自动认</source>
        <translation>Heading row: as recognised</translation>
    </message>
    <message>
        <source>全部恢复自动认</source>
        <translation>Reset to recognised</translation>
    </message>
    <message>
        <source>报告期：照表上</source>
        <translation>Period: as the sheet says</translation>
    </message>
    <message>
        <source>竖排</source>
        <translation>Down</translation>
    </message>
    <message>
        <source>横排</source>
        <translation>Across</translation>
    </message>
    <message>
        <source>第 {} 行</source>
        <translation>Row {}</translation>
    </message>
    <message>
        <source>认错了就在这里指定；指定后马上按它重新读。</source>
        <translation>If something was recognised wrongly, correct it here; the workbook is read again at once.</translation>
    </message>
    <message>
        <source>选中的表是怎么认的</source>
        <translation>How the chosen sheet was recognised</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>填报单位</source>
        <translation>Enterprise</translation>
    </message>
    <message>
        <source>集报</source>
        <translation>Jibao</translation>
    </message>
    <message>
        <source>练习</source>
        <translation>Practice</translation>
    </message>
    <message>
        <source>正式</source>
        <translation>Production</translation>
    </message>
    <message>
        <source>本机练习平台，不会送到主管部门</source>
        <translation>Nothing reaches the authority</translation>
    </message>
</context>
<context>
    <name>HelpPage</name>
    <message>
        <source>帮助主题</source>
        <translation>Topics</translation>
    </message>
    <message>
        <source>帮助内容</source>
        <translation>Help</translation>
    </message>
    <message>
        <source>保存诊断文件…</source>
        <translation>Save support file…</translation>
    </message>
    <message>
        <source>给技术支持：版本、设置、资料库和报送平台的状态、日志；没有填报数字和单位名称</source>
        <translation>For support: versions, settings, state of stores and endpoints, logs; no figures and no names of enterprises</translation>
    </message>
    <message>
        <source>诊断…</source>
        <translation>Diagnosis…</translation>
    </message>
</context>
<context>
    <name>ImportPage</name>
    <message>
        <source>停止</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>正在读取…</source>
        <translation>Reading…</translation>
    </message>
    <message>
        <source>{} 已读完，还没有写入</source>
        <translation>{} has been read; nothing is written yet</translation>
    </message>
    <message>
        <source>把各月加起来导入</source>
        <translation>Add the months up</translation>
    </message>
    <message>
        <source>打开预览，自己指定</source>
        <translation>Open the preview and say it there</translation>
    </message>
    <message>
        <source>记住的对应关系</source>
        <translation>Remembered mappings</translation>
    </message>
    <message>
        <source>每个工作簿按它自己写的报告期取数；一家单位一次写完，能停、能接着写、能全部撤销。</source>
        <translation>Each workbook is read for the period it names. Each enterprise is written in one step; you can stop, continue and undo everything.</translation>
    </message>
    <message>
        <source>同样的工作簿照办；可以导出给同事，或收下同事的。</source>
        <translation>Applied to similar workbooks; export them for colleagues, or add a colleague&apos;s.</translation>
    </message>
    <message>
        <source>一次导入多个工作簿</source>
        <translation>Several workbooks at once</translation>
    </message>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>按单位分开导入</source>
        <translation>Split by enterprise</translation>
    </message>
</context>
<context>
    <name>Invitation</name>
    <message>
        <source>选择工作簿…</source>
        <translation>Choose workbook…</translation>
    </message>
    <message>
        <source>把财务工作簿拖到这里</source>
        <translation>Drop a finance workbook here</translation>
    </message>
    <message>
        <source>认得财务报表和各种台账，金额自动换算成表内单位；先看会改什么，再决定写不写。</source>
        <translation>Reads financial statements and ledgers and converts amounts to the form&apos;s unit; look at what would change, then decide.</translation>
    </message>
    <message>
        <source>把财务工作簿拖到窗口任意处，先看会改什么，再决定写不写</source>
        <translation>Drop a finance workbook anywhere: see what would change before anything is written</translation>
    </message>
</context>
<context>
    <name>Keeper</name>
    <message>
        <source>刚才没有保存的改动，现在都已保存。</source>
        <translation>The changes that could not be saved are saved now.</translation>
    </message>
    <message>
        <source>还有改动没有保存，再次关闭将放弃它们</source>
        <translation>Some changes are not saved; closing again discards them</translation>
    </message>
    <message>
        <source>正在保存并退出…</source>
        <translation>Saving and closing…</translation>
    </message>
    <message>
        <source>正在{}。做完以后窗口自己关上；没有做成就留着，让您看到。</source>
        <translation>Under way: {}. The window closes by itself when it is done; if it goes wrong it stays, for you to see.</translation>
    </message>
    <message>
        <source>先不退出</source>
        <translation>Do not leave yet</translation>
    </message>
</context>
<context>
    <name>LanguageStep</name>
    <message>
        <source>语言 · Language</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>界面、报表名称和审核说明用哪种语言？以后在“设置”里随时可换。</source>
        <translation>Language of the window, the forms and the checks. You can change it under Settings at any time.</translation>
    </message>
</context>
<context>
    <name>LineFix</name>
    <message>
        <source>对应到哪个指标</source>
        <translation>Which indicator it goes to</translation>
    </message>
    <message>
        <source>指标代码或名称</source>
        <translation>Code or name of an indicator</translation>
    </message>
    <message>
        <source>这一行的单位</source>
        <translation>Unit of this line</translation>
    </message>
    <message>
        <source>单位照表上</source>
        <translation>Unit as the sheet says</translation>
    </message>
    <message>
        <source>正负号</source>
        <translation>Sign</translation>
    </message>
    <message>
        <source>照原样</source>
        <translation>As it stands</translation>
    </message>
    <message>
        <source>取相反数</source>
        <translation>Opposite sign</translation>
    </message>
    <message>
        <source>改对应</source>
        <translation>Use this mapping</translation>
    </message>
    <message>
        <source>这一行不取</source>
        <translation>Leave this line out</translation>
    </message>
    <message>
        <source>选中一行，就能改它对应的指标、单位和正负号；改过的可以记住，下次自动照办。</source>
        <translation>Select a line to change its indicator, unit or sign; changes can be remembered for next time.</translation>
    </message>
    <message>
        <source>“{}” 对应 {} {}：{}，把握 {}%</source>
        <translation>“{}” goes to {} {}. {}, {}% confidence</translation>
    </message>
    <message>
        <source>；</source>
        <translation>; </translation>
    </message>
    <message>
        <source>“{}” 没有取用：{}</source>
        <translation>“{}” was not taken: {}</translation>
    </message>
</context>
<context>
    <name>LinesPart</name>
    <message>
        <source>将写入的数</source>
        <translation>Values to be written</translation>
    </message>
    <message>
        <source>只看哪些</source>
        <translation>Which lines to show</translation>
    </message>
    <message>
        <source>只看哪张报表</source>
        <translation>Which form to show</translation>
    </message>
    <message>
        <source>只看哪一期</source>
        <translation>Show only this period</translation>
    </message>
    <message>
        <source>找指标</source>
        <translation>Find an indicator</translation>
    </message>
    <message>
        <source>找指标、行或单元格</source>
        <translation>Find indicator or cell</translation>
    </message>
    <message>
        <source>都取</source>
        <translation>Select all</translation>
    </message>
    <message>
        <source>都不取</source>
        <translation>Select none</translation>
    </message>
    <message>
        <source>所有报表</source>
        <translation>All forms</translation>
    </message>
    <message>
        <source>所有报告期</source>
        <translation>All periods</translation>
    </message>
    <message>
        <source>全部</source>
        <translation>All</translation>
    </message>
    <message>
        <source>会改动的</source>
        <translation>Changes only</translation>
    </message>
    <message>
        <source>有疑点的</source>
        <translation>With doubts</translation>
    </message>
    <message>
        <source>要覆盖的</source>
        <translation>Overwriting a value</translation>
    </message>
    <message>
        <source>不取的</source>
        <translation>Left out</translation>
    </message>
    <message>
        <source>清单很长，按指标整列取或不取</source>
        <translation>Long list: whole indicators are taken or left</translation>
    </message>
    <message>
        <source>{} / {} 项</source>
        <translation>{} of {}</translation>
    </message>
</context>
<context>
    <name>LockedPage</name>
    <message>
        <source>口令</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>再输入一次口令</source>
        <translation>Passphrase once more</translation>
    </message>
    <message>
        <source>打开</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>恢复码</source>
        <translation>Recovery code</translation>
    </message>
    <message>
        <source>应急卡上的恢复码</source>
        <translation>Code on the recovery card</translation>
    </message>
    <message>
        <source>用应急卡上的恢复码打开</source>
        <translation>Open with the code on the recovery card</translation>
    </message>
    <message>
        <source>导出数据…</source>
        <translation>Export the figures…</translation>
    </message>
    <message>
        <source>用备份修复并打开</source>
        <translation>Mend from a backup and open</translation>
    </message>
    <message>
        <source>正在打开资料库…</source>
        <translation>Opening your data…</translation>
    </message>
    <message>
        <source>已锁定</source>
        <translation>Locked</translation>
    </message>
    <message>
        <source>输入口令继续；没有设口令的，输入这台电脑的登录密码。</source>
        <translation>Enter your passphrase to continue. If you have not set one, use the password of your account on this computer.</translation>
    </message>
    <message>
        <source>两次输入的口令不一样，请再输一遍。</source>
        <translation>The two passphrases differ. Please type it once more.</translation>
    </message>
    <message>
        <source>请把口令输入两遍，以免打错。</source>
        <translation>Please type the passphrase twice, so that no slip locks you out.</translation>
    </message>
    <message>
        <source>坏的是总目录：有哪些单位、怎么设置的。各单位填的数据在各自的文件里，不会改动。可以从最近一份完好的备份里取回总目录，坏的那份留在 replaced 文件夹里。</source>
        <translation>What is damaged is the list of enterprises with the settings. What was entered lies in a file of its own for each enterprise and is not touched. The list can be brought back from the newest backup that is whole; the damaged one stays in the folder “replaced”.</translation>
    </message>
    <message>
        <source>资料库没有打开</source>
        <translation>Your data could not be opened</translation>
    </message>
    <message>
        <source>保存诊断文件…</source>
        <translation>Save support file…</translation>
    </message>
    <message>
        <source>先设一个口令</source>
        <translation>First choose a passphrase</translation>
    </message>
    <message>
        <source>这台电脑没有可用的系统密码库，资料用口令加密，每次打开都要输入。</source>
        <translation>This computer has no usable keyring: the data is encrypted under a passphrase, which is asked for at every start.</translation>
    </message>
    <message>
        <source>重试</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>新口令（可不填）</source>
        <translation>New passphrase (optional)</translation>
    </message>
    <message>
        <source>恢复</source>
        <translation>Recover</translation>
    </message>
</context>
<context>
    <name>ManyBooks</name>
    <message>
        <source>工作簿</source>
        <translation>Workbook</translation>
    </message>
    <message>
        <source>逐项改动</source>
        <translation>Every change</translation>
    </message>
    <message>
        <source>写入</source>
        <translation>Write</translation>
    </message>
    <message>
        <source>全部撤销</source>
        <translation>Undo all</translation>
    </message>
    <message>
        <source>停止</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>选择工作簿…</source>
        <translation>Choose workbooks…</translation>
    </message>
    <message>
        <source>选择文件夹…</source>
        <translation>Choose a folder…</translation>
    </message>
    <message>
        <source>取哪家单位的数</source>
        <translation>Whose figures to take</translation>
    </message>
    <message>
        <source>都算当前单位的</source>
        <translation>All for the current enterprise</translation>
    </message>
    <message>
        <source>按表上写的单位分开</source>
        <translation>Split by the enterprise each sheet names</translation>
    </message>
    <message>
        <source>照不照记住的对应关系</source>
        <translation>Whether remembered mappings are used</translation>
    </message>
    <message>
        <source>照记住的对应关系</source>
        <translation>Use remembered mappings</translation>
    </message>
    <message>
        <source>这次不照记住的</source>
        <translation>Without mappings this time</translation>
    </message>
    <message>
        <source>取工作簿里哪些月份的数</source>
        <translation>Which months of a workbook are taken</translation>
    </message>
    <message>
        <source>每本只取一期</source>
        <translation>One period of each workbook</translation>
    </message>
    <message>
        <source>工作簿里的各个月</source>
        <translation>Every month in a workbook</translation>
    </message>
    <message>
        <source>读取工作簿</source>
        <translation>Reading workbooks</translation>
    </message>
    <message>
        <source>写入工作簿</source>
        <translation>Writing workbooks</translation>
    </message>
    <message>
        <source>撤销导入</source>
        <translation>Undoing the import</translation>
    </message>
    <message>
        <source>已停止读取，什么都没有写入。要导入，请重新选择工作簿或文件夹。</source>
        <translation>Reading was stopped; nothing was stored. To import, choose the workbooks or the folder again.</translation>
    </message>
    <message>
        <source>已停止，什么都没有写入。要导入，请再点“写入”。</source>
        <translation>Stopped; nothing was stored. To import, press “Write” once more.</translation>
    </message>
    <message>
        <source>接着写入</source>
        <translation>Continue writing</translation>
    </message>
    <message>
        <source>写入 {} 项</source>
        <translation>Write {:value|values}</translation>
    </message>
    <message>
        <source>选择工作簿</source>
        <translation>Choose workbooks</translation>
    </message>
    <message>
        <source>选择文件夹</source>
        <translation>Choose a folder</translation>
    </message>
</context>
<context>
    <name>ManyFilter</name>
    <message>
        <source>按工作簿</source>
        <translation>By workbook</translation>
    </message>
    <message>
        <source>逐项改动</source>
        <translation>Every change</translation>
    </message>
    <message>
        <source>只看哪家单位</source>
        <translation>Show only this enterprise</translation>
    </message>
    <message>
        <source>只看哪张报表</source>
        <translation>Show only this form</translation>
    </message>
    <message>
        <source>只看哪一期</source>
        <translation>Show only this period</translation>
    </message>
    <message>
        <source>只看哪些工作簿</source>
        <translation>Show only these workbooks</translation>
    </message>
    <message>
        <source>找单位、指标或单元格</source>
        <translation>Find an enterprise, indicator or cell</translation>
    </message>
    <message>
        <source>所有单位</source>
        <translation>All enterprises</translation>
    </message>
    <message>
        <source>所有报表</source>
        <translation>All forms</translation>
    </message>
    <message>
        <source>所有报告期</source>
        <translation>All periods</translation>
    </message>
    <message>
        <source>全部工作簿</source>
        <translation>All workbooks</translation>
    </message>
    <message>
        <source>会写入的</source>
        <translation>With changes</translation>
    </message>
    <message>
        <source>取不了的</source>
        <translation>That cannot be read</translation>
    </message>
    <message>
        <source>有没取用的</source>
        <translation>With parts not taken</translation>
    </message>
    <message>
        <source>写入后有错误的</source>
        <translation>With errors afterwards</translation>
    </message>
    <message>
        <source>找单位或工作簿</source>
        <translation>Find an enterprise or workbook</translation>
    </message>
</context>
<context>
    <name>MarkedPart</name>
    <message>
        <source>另存标注副本…</source>
        <translation>Save the marked copy…</translation>
    </message>
    <message>
        <source>不用了</source>
        <translation>Not now</translation>
    </message>
    <message>
        <source>原件不动；副本里有问题的格子涂色并加批注：{} 处问题，{} 处没有取用。</source>
        <translation>The original stays as it is. In the copy, cells are coloured and commented: {:finding|findings}, {} not taken.</translation>
    </message>
    <message>
        <source>正在看副本保留不了什么…</source>
        <translation>Checking what a copy cannot keep…</translation>
    </message>
    <message>
        <source>格式、公式和其余内容都照原样保留。</source>
        <translation>Formats, formulas and everything else are kept.</translation>
    </message>
    <message>
        <source>与原件不同的地方：</source>
        <translation>What differs from the original:</translation>
    </message>
    <message>
        <source>标注副本已保存到 {}，标了 {} 个单元格。</source>
        <translation>The marked copy was saved to {}, with {:cell|cells} marked. </translation>
    </message>
    <message>
        <source>另有 {} 处问题不在这本工作簿的数上，见“写入后的问题”。</source>
        <translation>{:more is of a figure that is|more are of figures that are} not in this workbook: see “Findings afterwards”.</translation>
    </message>
    <message>
        <source>{} 标注</source>
        <translation>{} marked</translation>
    </message>
    <message>
        <source>另存标注副本</source>
        <translation>Save the marked copy</translation>
    </message>
</context>
<context>
    <name>MergeView</name>
    <message>
        <source>两边不一样的数</source>
        <translation>Figures that differ</translation>
    </message>
    <message>
        <source>都用本机的</source>
        <translation>All as here</translation>
    </message>
    <message>
        <source>都用已报送的</source>
        <translation>All as filed</translation>
    </message>
    <message>
        <source>合并</source>
        <translation>Merge</translation>
    </message>
    <message>
        <source>以后再说</source>
        <translation>Later</translation>
    </message>
    <message>
        <source>“{}”已在 {} 报送过这张表。两个版本都留着；点一行换一边，定下来后重新检查，再作为更正报送。</source>
        <translation>“{}” filed this return on {}. Both versions are kept. Click a row to switch sides; once decided, it is checked again and filed as a correction.</translation>
    </message>
    <message>
        <source>{} 处不一样</source>
        <translation>{:cell differs|cells differ}</translation>
    </message>
    <message>
        <source>，{} 处两边都改过，请您选定</source>
        <translation>, {} changed on both sides: you decide</translation>
    </message>
    <message>
        <source>本机</source>
        <translation>Here</translation>
    </message>
    <message>
        <source>已报送</source>
        <translation>Filed</translation>
    </message>
    <message>
        <source>待定</source>
        <translation>Undecided</translation>
    </message>
</context>
<context>
    <name>Month</name>
    <message>
        <source>{}的截止日</source>
        <translation>Deadlines in {}</translation>
    </message>
    <message>
        <source>一 二 三 四 五 六 日</source>
        <translation>M T W T F S S</translation>
    </message>
</context>
<context>
    <name>MonthsPart</name>
    <message>
        <source>全部取</source>
        <translation>Take all</translation>
    </message>
    <message>
        <source>只取最近一个月</source>
        <translation>Only the latest</translation>
    </message>
    <message>
        <source>这本工作簿里有 {} 个月：{} … {}</source>
        <translation>Months in this workbook: {} ({} … {})</translation>
    </message>
</context>
<context>
    <name>Navigator</name>
    <message>
        <source>先填写单位，再导入工作簿。</source>
        <translation>Name the enterprise first, then import a workbook.</translation>
    </message>
</context>
<context>
    <name>NextButton</name>
    <message>
        <source>下一处 F8</source>
        <translation>Next F8</translation>
    </message>
</context>
<context>
    <name>NilPart</name>
    <message>
        <source>零申报的原因</source>
        <translation>Reason for the nil return</translation>
    </message>
    <message>
        <source>原因，例如：本期停产，没有业务</source>
        <translation>Reason, e.g. no production this period</translation>
    </message>
    <message>
        <source>确认零申报</source>
        <translation>Declare nil</translation>
    </message>
    <message>
        <source>不报零</source>
        <translation>Leave it</translation>
    </message>
    <message>
        <source>零申报：向主管部门声明“{}”{}没有业务可报。会像报表一样密封、签名、取得回执；以后仍可更正。</source>
        <translation>Nil return: declares that “{}” has nothing to report for {}. It is sealed, signed and receipted like any return and can be corrected later.</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
</context>
<context>
    <name>NoticesPage</name>
    <message>
        <source>通知</source>
        <translation>Notices</translation>
    </message>
    <message>
        <source>查收新通知</source>
        <translation>Check for notices</translation>
    </message>
    <message>
        <source>还没有通知</source>
        <translation>No notices yet</translation>
    </message>
    <message>
        <source>报表被退回、截止日改动、报表制度作废时，主管部门的通知会显示在这里。</source>
        <translation>The authority&apos;s notices appear here when a return is sent back, a deadline moves or definitions are withdrawn.</translation>
    </message>
    <message>
        <source>正在查询…</source>
        <translation>Checking…</translation>
    </message>
    <message>
        <source>没有新通知</source>
        <translation>No new notices</translation>
    </message>
    <message>
        <source>重试</source>
        <translation>Try again</translation>
    </message>
</context>
<context>
    <name>OneBook</name>
    <message>
        <source>读取工作簿</source>
        <translation>Reading workbooks</translation>
    </message>
    <message>
        <source>重新识别</source>
        <translation>Reading again</translation>
    </message>
    <message>
        <source>写入</source>
        <translation>Writing values</translation>
    </message>
    <message>
        <source>撤销导入</source>
        <translation>Undoing the import</translation>
    </message>
</context>
<context>
    <name>OpenedFiles</name>
    <message>
        <source>没有读取{}：可以拖入财务工作簿（.xlsx、.xls、.csv 等）或存放它们的文件夹；扫描件在“报送”页添加。</source>
        <translation>Not read: {}. Drop finance workbooks (.xlsx, .xls, .csv and others) or folders of them; scans are added on the page Filing.</translation>
    </message>
    <message>
        <source>“{}”</source>
        <translation>“{}”</translation>
    </message>
    <message>
        <source>等 {} 个文件</source>
        <translation> and more, {} files in all</translation>
    </message>
    <message>
        <source>正在报送，报送完以后再拖入“{}”。</source>
        <translation>Filing is under way. Drop “{}” again when it is done.</translation>
    </message>
    <message>
        <source>现在用的是“{}”第 {} 版。</source>
        <translation>“{}”, version {}, is in use now.</translation>
    </message>
    <message>
        <source>“{}”不是在这里导出的，请交给导出它的单位上传。</source>
        <translation>“{}” was not exported here; the enterprise that exported it uploads it.</translation>
    </message>
    <message>
        <source>“{}”里的报表都已有回执，不必再上传。</source>
        <translation>All returns in “{}” have their receipts; nothing is to be uploaded.</translation>
    </message>
    <message>
        <source>“{}”里有待上传的报表：{}。请在有网络的电脑上传，再把答复带回来，在“报送”页导入。</source>
        <translation>“{}” holds returns to be uploaded: {}. Upload it on a computer with a network, then bring the answer back and take it in on the page Filing.</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>正在打开 {}…</source>
        <translation>Opening {}…</translation>
    </message>
    <message>
        <source>已读取 {} 项，正在审核…</source>
        <translation>{:record|records} read; checking…</translation>
    </message>
</context>
<context>
    <name>OtherPeriods</name>
    <message>
        <source>别的报告期也有待报：{}</source>
        <translation>Due in other periods too: {}</translation>
    </message>
    <message>
        <source>转到 {}</source>
        <translation>Go to {}</translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message>
        <source>待报报表</source>
        <translation>Returns due</translation>
    </message>
    <message>
        <source>导出报表和问题…</source>
        <translation>Export returns…</translation>
    </message>
    <message>
        <source>报表和问题</source>
        <translation>returns and findings</translation>
    </message>
    <message>
        <source>导出报表和问题</source>
        <translation>Export returns and findings</translation>
    </message>
    <message>
        <source>把截止日加入日历</source>
        <translation>Deadlines for a calendar</translation>
    </message>
    <message>
        <source>日历文件 (*.ics)</source>
        <translation>Calendar files (*.ics)</translation>
    </message>
    <message>
        <source>报送截止日</source>
        <translation>deadlines</translation>
    </message>
    <message>
        <source>截止日已写到 {}，双击它就加入日历</source>
        <translation>Deadlines written to {}; open it to add them to a calendar</translation>
    </message>
    <message>
        <source>重试</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>{} 张报表待报</source>
        <translation>{:return|returns} to file</translation>
    </message>
    <message>
        <source>本期报表都已送达</source>
        <translation>Everything due has been received</translation>
    </message>
    <message>
        <source>今天是{}，{}</source>
        <translation>{1}, {0}</translation>
    </message>
    <message>
        <source>最近的截止日还有 {} 天</source>
        <translation>next deadline in {:day|days}</translation>
    </message>
    <message>
        <source>最早的一张已逾期 {} 天</source>
        <translation>oldest {:day|days} overdue</translation>
    </message>
    <message>
        <source>已填完但还没有报送：{}</source>
        <translation>Complete but not filed: {}</translation>
    </message>
    <message>
        <source>还没有回执：{}。主管部门可能还没有收到，请到报送页查询结果</source>
        <translation>No receipt yet: {}. The authority may not have it; ask for the outcome on the filing page</translation>
    </message>
    <message>
        <source>还没有回执：{}。主管部门可能还没有收到，联网后自动送出</source>
        <translation>No receipt yet: {}. The authority may not have it; it is sent by itself once there is a network</translation>
    </message>
    <message>
        <source>查看</source>
        <translation>View</translation>
    </message>
    <message>
        <source>别家单位也有该报的：{}</source>
        <translation>Other enterprises owe returns, too: {}</translation>
    </message>
    <message>
        <source>切换到这家</source>
        <translation>Switch to it</translation>
    </message>
    <message>
        <source>查看单位</source>
        <translation>Show enterprises</translation>
    </message>
    <message>
        <source>去报送</source>
        <translation>File</translation>
    </message>
    <message>
        <source>主管部门还要求报送 {} 张表，本机的报表制度里没有：{}。更新制度后即可填报。</source>
        <translation>The authority also asks for {:form that is|forms that are} not in the definitions here: {}. Update the definitions to fill in what is asked.</translation>
    </message>
    <message>
        <source>更新报表制度…</source>
        <translation>Update the definitions…</translation>
    </message>
</context>
<context>
    <name>PaperPage</name>
    <message>
        <source>打印什么</source>
        <translation>What to print</translation>
    </message>
    <message>
        <source>填好的报表</source>
        <translation>The form as filled in</translation>
    </message>
    <message>
        <source>空白报表</source>
        <translation>A blank form</translation>
    </message>
    <message>
        <source>报送回执</source>
        <translation>Filing receipt</translation>
    </message>
    <message>
        <source>报表</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>报告期</source>
        <translation>Period</translation>
    </message>
    <message>
        <source>存为 PDF…</source>
        <translation>Save as PDF…</translation>
    </message>
    <message>
        <source>打印…</source>
        <translation>Print…</translation>
    </message>
    <message>
        <source>打印预览</source>
        <translation>Print preview</translation>
    </message>
    <message>
        <source>这张表很长，预览只有开头；打印和存为 PDF 都是全部。</source>
        <translation>This form is long: only its beginning is previewed. All of it is printed or saved as PDF.</translation>
    </message>
    <message>
        <source>存为 PDF</source>
        <translation>Save as PDF</translation>
    </message>
    <message>
        <source>已存为 {}</source>
        <translation>Saved as {}</translation>
    </message>
    <message>
        <source>打印机没有接收。请检查打印机，或存为 PDF 再打印。</source>
        <translation>The printer did not accept it. Check the printer, or save a PDF and print that.</translation>
    </message>
    <message>
        <source>已交给打印机</source>
        <translation>Sent to the printer</translation>
    </message>
    <message>
        <source>打印</source>
        <translation>Print</translation>
    </message>
</context>
<context>
    <name>PassphrasePart</name>
    <message>
        <source>新口令（至少 8 个字符）</source>
        <translation>New passphrase (8 characters or more)</translation>
    </message>
    <message>
        <source>再输入一次口令</source>
        <translation>Passphrase once more</translation>
    </message>
    <message>
        <source>不再用口令</source>
        <translation>Do without it</translation>
    </message>
    <message>
        <source>口令</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>还没有口令，资料由系统密码库打开。设了口令，锁定以后凭它继续，系统密码库坏了也打得开。</source>
        <translation>There is no passphrase; the system&apos;s keyring opens the data. With one you go on after a lock, and it opens the data when the keyring is lost.</translation>
    </message>
    <message>
        <source>已设口令：锁定以后凭它继续；平时由系统密码库打开，不必输入。</source>
        <translation>There is a passphrase: you go on with it after a lock. Otherwise the system&apos;s keyring opens the data, without asking.</translation>
    </message>
    <message>
        <source>已设口令，每次打开都要输入。</source>
        <translation>There is a passphrase; it is asked for at every start.</translation>
    </message>
    <message>
        <source>换口令</source>
        <translation>Change passphrase</translation>
    </message>
    <message>
        <source>设口令</source>
        <translation>Set passphrase</translation>
    </message>
    <message>
        <source>请把口令输入两遍，以免打错。</source>
        <translation>Please type the passphrase twice, so that no slip locks you out.</translation>
    </message>
    <message>
        <source>两次输入的口令不一样，请再输一遍。</source>
        <translation>The two passphrases differ. Please type it once more.</translation>
    </message>
</context>
<context>
    <name>PastStep</name>
    <message>
        <source>载入往期数据</source>
        <translation>Load past periods</translation>
    </message>
    <message>
        <source>选几本往期的财务工作簿，或一个文件夹：上期、上年同期和累计检查马上就有依据。先看认出什么，再写入，也能全部撤销。</source>
        <translation>Choose workbooks of past periods, or a folder, so that checks against last period, last year and running totals have something to compare with. You see what was recognised before anything is written, and can undo all of it.</translation>
    </message>
    <message>
        <source>完成</source>
        <translation>Finish</translation>
    </message>
    <message>
        <source>这 {} 项还没有写入：要用就先按“写入”；不要了，再按一次“完成”。</source>
        <translation>{:value has|values have} not been written: press “Write” to keep what was read, or “Finish” again to drop it.</translation>
    </message>
</context>
<context>
    <name>Picking</name>
    <message>
        <source>查找单位</source>
        <translation>Find an enterprise</translation>
    </message>
    <message>
        <source>按名称或代码查找</source>
        <translation>Find by name or code</translation>
    </message>
    <message>
        <source>都选</source>
        <translation>All</translation>
    </message>
    <message>
        <source>都不选</source>
        <translation>None</translation>
    </message>
    <message>
        <source>汇总所选</source>
        <translation>Add up these</translation>
    </message>
    <message>
        <source>挑选单位</source>
        <translation>Select enterprises</translation>
    </message>
    <message>
        <source>已选 {} / {} 家</source>
        <translation>{} of {} selected</translation>
    </message>
</context>
<context>
    <name>PictureCard</name>
    <message>
        <source>看哪个项目</source>
        <translation>Which project</translation>
    </message>
    <message>
        <source>还没有数据</source>
        <translation>No data yet</translation>
    </message>
    <message>
        <source>全部项目</source>
        <translation>All projects</translation>
    </message>
    <message>
        <source>同比 {}</source>
        <translation>{} year on year</translation>
    </message>
    <message>
        <source>行动计划目标 {}%</source>
        <translation>plan&apos;s target {}%</translation>
    </message>
    <message>
        <source>为同期计划的 {}%</source>
        <translation>{}% of the plan to date</translation>
    </message>
    <message>
        <source>{} 个项目没有填计划起止或总投资，不计入计划</source>
        <translation>{:project without planned dates or total is|projects without planned dates or total are} not in the plan</translation>
    </message>
</context>
<context>
    <name>Plot</name>
    <message>
        <source>目标 {}%</source>
        <translation>target {}%</translation>
    </message>
</context>
<context>
    <name>ProfilesPart</name>
    <message>
        <source>给这次的指定取个名字</source>
        <translation>Name of the mapping</translation>
    </message>
    <message>
        <source>给这次的指定取个名字，如：金蝶利润表</source>
        <translation>Name, e.g. ledger profit sheet</translation>
    </message>
    <message>
        <source>记住，下次照办</source>
        <translation>Remember for next time</translation>
    </message>
    <message>
        <source>记住的对应关系</source>
        <translation>Remembered mappings</translation>
    </message>
    <message>
        <source>导出给同事…</source>
        <translation>Export for colleagues…</translation>
    </message>
    <message>
        <source>收下同事的…</source>
        <translation>Add a colleague&apos;s…</translation>
    </message>
    <message>
        <source>对应关系认的是表上的字，不认位置：插行、挪列、改表名都不要紧；文件里没有任何数字。</source>
        <translation>A mapping goes by the words on the sheets, not by position: inserted rows, moved columns and renamed sheets do not matter. Its file contains no figures.</translation>
    </message>
    <message>
        <source>还没有记住的对应关系。导入时改过识别结果，就可以在“对应关系”里记住。</source>
        <translation>No mappings yet. When you correct how a workbook is read, you can save that under “Mappings”.</translation>
    </message>
    <message>
        <source>记住了 {} 份。</source>
        <translation>{} remembered.</translation>
    </message>
    <message>
        <source>这本工作簿照“{}”办。</source>
        <translation>Read according to “{}”. </translation>
    </message>
    <message>
        <source>这次没有照“{}”办。</source>
        <translation>“{}” was not followed this time. </translation>
    </message>
    <message>
        <source>这次有新的指定，可以记住。</source>
        <translation>You corrected something; it can be remembered.</translation>
    </message>
    <message>
        <source>这次没有另外指定什么。</source>
        <translation>You changed nothing this time.</translation>
    </message>
    <message>
        <source>正在照办</source>
        <translation>In use</translation>
    </message>
    <message>
        <source>导出给同事</source>
        <translation>Export for colleagues</translation>
    </message>
    <message>
        <source>对应关系</source>
        <translation>Mappings</translation>
    </message>
    <message>
        <source>收下同事的对应关系</source>
        <translation>Add a colleague&apos;s mappings</translation>
    </message>
    <message>
        <source>对应关系 (*.json *.jbmap)</source>
        <translation>Mappings (*.json *.jbmap)</translation>
    </message>
</context>
<context>
    <name>QuietRounds</name>
    <message>
        <source>查看</source>
        <translation>View</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>工作台</source>
        <translation>Desk</translation>
    </message>
    <message>
        <source>填报</source>
        <translation>Entry</translation>
    </message>
    <message>
        <source>导入</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>报送</source>
        <translation>Filing</translation>
    </message>
    <message>
        <source>图表</source>
        <translation>Charts</translation>
    </message>
    <message>
        <source>打印</source>
        <translation>Print</translation>
    </message>
    <message>
        <source>汇总</source>
        <translation>Roll-up</translation>
    </message>
    <message>
        <source>单位</source>
        <translation>Enterprises</translation>
    </message>
    <message>
        <source>通知</source>
        <translation>Notices</translation>
    </message>
    <message>
        <source>帮助</source>
        <translation>Help</translation>
    </message>
    <message>
        <source>设置</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>{}（{}）</source>
        <translation>{} ({})</translation>
    </message>
</context>
<context>
    <name>ReceiptCard</name>
    <message>
        <source>回执号</source>
        <translation>Receipt number</translation>
    </message>
    <message>
        <source>保存回执文件…</source>
        <translation>Save receipt file…</translation>
    </message>
    <message>
        <source>打印…</source>
        <translation>Print…</translation>
    </message>
    <message>
        <source>此后有改动，还没有报送</source>
        <translation>Changed since, not yet filed</translation>
    </message>
    <message>
        <source>逾期</source>
        <translation>Late</translation>
    </message>
    <message>
        <source>按时</source>
        <translation>On time</translation>
    </message>
    <message>
        <source>已送达</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>待受理</source>
        <translation>Not yet decided</translation>
    </message>
    <message>
        <source>已受理</source>
        <translation>Accepted</translation>
    </message>
    <message>
        <source>被退回</source>
        <translation>Returned</translation>
    </message>
    <message>
        <source>签名已验证，与本机报送的内容一致</source>
        <translation>Signature verified; it is what was filed from here</translation>
    </message>
    <message>
        <source>签名已验证，与从另一台电脑取回的内容一致</source>
        <translation>Signature verified; it matches what came back from the other computer</translation>
    </message>
    <message>
        <source>主管部门附言</source>
        <translation>Note from the authority</translation>
    </message>
</context>
<context>
    <name>ReceiptsPart</name>
    <message>
        <source>回执</source>
        <translation>Receipts</translation>
    </message>
    <message>
        <source>报送后，主管部门签名的回执显示在这里。</source>
        <translation>Receipts signed by the authority appear here.</translation>
    </message>
    <message>
        <source>保存回执文件</source>
        <translation>Save receipt file</translation>
    </message>
    <message>
        <source>回执文件 (*.jbreceipt)</source>
        <translation>Receipt files (*.jbreceipt)</translation>
    </message>
</context>
<context>
    <name>Received</name>
    <message>
        <source>最近回执</source>
        <translation>Latest receipts</translation>
    </message>
    <message>
        <source>报送后，主管部门签名的回执显示在这里。</source>
        <translation>Receipts signed by the authority appear here.</translation>
    </message>
</context>
<context>
    <name>RecordsModel</name>
    <message>
        <source>在此键入，增加一项</source>
        <translation>Type here to add an entry</translation>
    </message>
    <message>
        <source>第 {} 项</source>
        <translation>Entry {}</translation>
    </message>
</context>
<context>
    <name>RecoveryPart</name>
    <message>
        <source>制作应急卡</source>
        <translation>Make a recovery card</translation>
    </message>
    <message>
        <source>打印…</source>
        <translation>Print…</translation>
    </message>
    <message>
        <source>存为 PDF…</source>
        <translation>Save as PDF…</translation>
    </message>
    <message>
        <source>应急卡</source>
        <translation>Recovery card</translation>
    </message>
    <message>
        <source>卡号 {}，{} 制作。换电脑、忘口令时，只有它能打开资料；卡丢了就重做，旧卡随即作废。</source>
        <translation>Card {}, made {}. On a new computer or with the passphrase forgotten nothing else opens your data; if it is lost make a new one, the old one is void at once.</translation>
    </message>
    <message>
        <source>重做应急卡</source>
        <translation>Make a new card</translation>
    </message>
    <message>
        <source>还没有应急卡。换电脑、系统重装或忘记口令时，没有它谁也打不开资料。</source>
        <translation>There is no recovery card yet. On a new computer, after a reinstall or with the passphrase forgotten nobody can open your data without one.</translation>
    </message>
    <message>
        <source>这组恢复码只显示这一次。请马上打印，锁进保险柜，不要拍照。</source>
        <translation>This code is shown only once. Print it now and lock it away; do not photograph it.</translation>
    </message>
    <message>
        <source>打印机没有接收。请检查打印机再打印，或存为 PDF 打印后删除。</source>
        <translation>The printer did not take it. Check the printer and print again, or save a PDF, print it and delete it.</translation>
    </message>
    <message>
        <source>已交给打印机。看清六组字符都印出来了再离开：恢复码不会再显示。</source>
        <translation>Handed to the printer. See that all six groups are on the paper before you leave: the code is not shown again.</translation>
    </message>
    <message>
        <source>存为 PDF</source>
        <translation>Save as PDF</translation>
    </message>
    <message>
        <source>已写到 {}。打印后请删除这个文件。</source>
        <translation>Written to {}. Print it, then delete the file.</translation>
    </message>
</context>
<context>
    <name>Remembering</name>
    <message>
        <source>已记住“{}”，下次同样的工作簿照办。</source>
        <translation>“{}” is remembered and applied to the next workbook like this one.</translation>
    </message>
    <message>
        <source>已忘记“{}”。</source>
        <translation>“{}” is forgotten.</translation>
    </message>
    <message>
        <source>已写到 {}</source>
        <translation>Written to {}</translation>
    </message>
    <message>
        <source>已收下 {} 里的对应关系，下次读工作簿时照办。</source>
        <translation>Mappings from {} added; they are applied to the next workbook.</translation>
    </message>
</context>
<context>
    <name>Reminders</name>
    <message>
        <source>还没有报：{}</source>
        <translation>Not filed yet: {}</translation>
    </message>
    <message>
        <source>集报</source>
        <translation>Jibao</translation>
    </message>
    <message>
        <source>等 {} 张</source>
        <translation> and more, {} in all</translation>
    </message>
    <message>
        <source>集报：还没有报的报表</source>
        <translation>Jibao: returns not filed yet</translation>
    </message>
    <message>
        <source>快到截止日了：{}</source>
        <translation>Deadlines ahead: {}</translation>
    </message>
</context>
<context>
    <name>RepairCard</name>
    <message>
        <source>按此修改</source>
        <translation>Apply this repair</translation>
    </message>
    <message>
        <source>四舍五入到 {} 位小数</source>
        <translation>Round to {:decimal|decimals}</translation>
    </message>
    <message>
        <source>四舍五入到整数</source>
        <translation>Round to a whole number</translation>
    </message>
    <message>
        <source>{}：{} → {}</source>
        <translation>{}: {} → {}</translation>
    </message>
    <message>
        <source>本表小数过多的 {} 格</source>
        <translation>{:cell|cells} of this form with too many decimals</translation>
    </message>
    <message>
        <source>本栏小数过多的 {} 格</source>
        <translation>{:cell|cells} of this column with too many decimals</translation>
    </message>
    <message>
        <source>{}都四舍五入</source>
        <translation>Round {}</translation>
    </message>
    <message>
        <source>；</source>
        <translation>; </translation>
    </message>
    <message>
        <source>按此修改：{}</source>
        <translation>Apply this repair: {}</translation>
    </message>
</context>
<context>
    <name>Rescue</name>
    <message>
        <source>导出到</source>
        <translation>Export to</translation>
    </message>
    <message>
        <source>工作簿 (*.xlsx)</source>
        <translation>Workbook (*.xlsx)</translation>
    </message>
    <message>
        <source>正在导出…</source>
        <translation>Exporting…</translation>
    </message>
    <message>
        <source>导出</source>
        <translation>Exporting</translation>
    </message>
    <message>
        <source>已导出到 {}</source>
        <translation>Exported to {}</translation>
    </message>
    <message>
        <source>导出已停止，没有写出文件。</source>
        <translation>Stopped; no file was written.</translation>
    </message>
</context>
<context>
    <name>Restoring</name>
    <message>
        <source>还有改动没有写到磁盘上；等写好以后再恢复。</source>
        <translation>Some changes are not on the disk yet; restore once they are.</translation>
    </message>
    <message>
        <source>正在恢复备份…</source>
        <translation>Restoring the backup…</translation>
    </message>
    <message>
        <source>恢复备份</source>
        <translation>Restore a backup</translation>
    </message>
    <message>
        <source>正在恢复备份 {} / {}&#x3000;{}</source>
        <translation>Restoring {} of {}&#x3000;{}</translation>
    </message>
    <message>
        <source>已恢复 {} 家单位，是 {} 备份的样子。</source>
        <translation>Restored {:enterprise|enterprises} as of the backup of {}.</translation>
    </message>
    <message>
        <source>报送登记也带来了：以后请只在这台电脑上填报；备份以后报送过的会自动取回。</source>
        <translation>The enrolment came along: from now on fill in and file on this computer only. What was filed after the backup comes back by itself.</translation>
    </message>
    <message>
        <source>以前的应急卡只打得开以前的备份，请为这台电脑打印新的。</source>
        <translation>The former recovery card opens former backups only: print one for this computer.</translation>
    </message>
    <message>
        <source>恢复之前的数据也在备份列表里，随时可以再恢复回来。</source>
        <translation>What was here before is among the backups and can be restored at any time.</translation>
    </message>
    <message>
        <source>已停止恢复，什么都没有改动。</source>
        <translation>Restoring was stopped; nothing was changed.</translation>
    </message>
    <message>
        <source>没有完好的备份，总目录是新建的：单位和数据都在，设置请重新选。</source>
        <translation>There was no whole backup, so the list was made anew: enterprises and figures are all there, settings are to be chosen again.</translation>
    </message>
    <message>
        <source>总目录已取回，是 {} 备份的样子；各单位的数据没有改动。</source>
        <translation>The list of enterprises and the settings are back as they were backed up {}; no enterprise&apos;s figures were touched.</translation>
    </message>
</context>
<context>
    <name>Resuming</name>
    <message>
        <source>撤销已写入的</source>
        <translation>Undo it</translation>
    </message>
    <message>
        <source>下次再说</source>
        <translation>Later</translation>
    </message>
    <message>
        <source>上次撤销“{}”做到 {} / {} 家单位</source>
        <translation>Undoing “{}” stopped after {} of {:enterprise|enterprises}</translation>
    </message>
    <message>
        <source>接着撤销</source>
        <translation>Continue undoing</translation>
    </message>
    <message>
        <source>上次导入“{}”写到 {} / {} 家单位</source>
        <translation>The last import, “{}”, stopped after {} of {:enterprise|enterprises}</translation>
    </message>
    <message>
        <source>接着写入</source>
        <translation>Continue writing</translation>
    </message>
    <message>
        <source>撤销导入</source>
        <translation>Undoing the import</translation>
    </message>
    <message>
        <source>写入工作簿</source>
        <translation>Writing workbooks</translation>
    </message>
    <message>
        <source>{} 家单位已撤销</source>
        <translation>{:enterprise|enterprises} undone</translation>
    </message>
    <message>
        <source>{} 家单位已写入</source>
        <translation>{:enterprise|enterprises} written</translation>
    </message>
    <message>
        <source>；{} 家之后又改过，保持原样</source>
        <translation>; {:was changed since and stays as it is|were changed since and stay as they are}</translation>
    </message>
</context>
<context>
    <name>Review</name>
    <message>
        <source>放弃</source>
        <translation>Discard</translation>
    </message>
    <message>
        <source>写入</source>
        <translation>Write</translation>
    </message>
    <message>
        <source>标注副本…</source>
        <translation>Marked copy…</translation>
    </message>
    <message>
        <source>没有取用的</source>
        <translation>Not taken</translation>
    </message>
    <message>
        <source>新填 {} 项</source>
        <translation>{} new</translation>
    </message>
    <message>
        <source>覆盖 {} 项</source>
        <translation>{} overwritten</translation>
    </message>
    <message>
        <source>{} 项与现有相同</source>
        <translation>{} unchanged</translation>
    </message>
    <message>
        <source>都与现有相同，没有变化</source>
        <translation>all unchanged</translation>
    </message>
    <message>
        <source>认出 {} 张工作表、{} 个数：</source>
        <translation>{:sheet|sheets} and {:figure|figures} recognised: </translation>
    </message>
    <message>
        <source>还没有取用的数：请在“工作表”页指定哪一张表、哪一栏、什么单位，马上重新读。</source>
        <translation>Nothing is taken yet: say under Sheets which sheet, column or unit is meant; it is read again at once.</translation>
    </message>
    <message>
        <source>，</source>
        <translation>, </translation>
    </message>
    <message>
        <source>没有变化</source>
        <translation>No change</translation>
    </message>
    <message>
        <source>写入 {} 项</source>
        <translation>Write {:value|values}</translation>
    </message>
    <message>
        <source>按记住的“{}”识别</source>
        <translation>Recognised as remembered under “{}”</translation>
    </message>
    <message>
        <source>这次没有按记住的“{}”识别</source>
        <translation>“{}” is not followed this time</translation>
    </message>
    <message>
        <source>这次不按它</source>
        <translation>Not this time</translation>
    </message>
    <message>
        <source>还是按它</source>
        <translation>Follow it after all</translation>
    </message>
    <message>
        <source>将写入</source>
        <translation>Will be written</translation>
    </message>
    <message>
        <source>没有取用</source>
        <translation>Not taken</translation>
    </message>
    <message>
        <source>工作表</source>
        <translation>Sheets</translation>
    </message>
    <message>
        <source>写入后的问题</source>
        <translation>Findings afterwards</translation>
    </message>
    <message>
        <source>报告期</source>
        <translation>Period</translation>
    </message>
    <message>
        <source>在这本工作簿的副本里给有问题的格子涂色、加批注，还给填数的人</source>
        <translation>Colours and comments what was found in a copy of this workbook, for whoever supplied the figures</translation>
    </message>
    <message>
        <source>对应关系</source>
        <translation>Mappings</translation>
    </message>
</context>
<context>
    <name>RollupPage</name>
    <message>
        <source>改选单位…</source>
        <translation>Change selection…</translation>
    </message>
    <message>
        <source>停止</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>导出汇总…</source>
        <translation>Export totals…</translation>
    </message>
    <message>
        <source>导出各家数据和问题…</source>
        <translation>Export all figures…</translation>
    </message>
    <message>
        <source>各指标的合计</source>
        <translation>Totals by indicator</translation>
    </message>
    <message>
        <source>这个合计由哪些单位组成</source>
        <translation>Enterprises behind this total</translation>
    </message>
    <message>
        <source>正在读取各家的报表…</source>
        <translation>Reading the returns…</translation>
    </message>
    <message>
        <source>汇总</source>
        <translation>Roll-up</translation>
    </message>
    <message>
        <source>正在读取第 {} / {} 家&#x3000;{}</source>
        <translation>Reading {} of {}&#x3000;{}</translation>
    </message>
    <message>
        <source>没有可汇总的数</source>
        <translation>Nothing to roll up</translation>
    </message>
    <message>
        <source>没有读完的汇总不显示。换一个条件，或再打开这一页，就重新汇总。</source>
        <translation>An unfinished roll-up is not shown. Change a filter or reopen this page to start again.</translation>
    </message>
    <message>
        <source>汇总已停止</source>
        <translation>Roll-up stopped</translation>
    </message>
    <message>
        <source>：</source>
        <translation>: </translation>
    </message>
    <message>
        <source>{}&#x3000;合计 {}&#x3000;{} 家</source>
        <translation>{}&#x3000;total {}&#x3000;{:enterprise|enterprises}</translation>
    </message>
    <message>
        <source>&#x3000;由各家的分子、分母加总后重算，不是各家相加</source>
        <translation>&#x3000;recomputed from summed numerators and denominators, not added up</translation>
    </message>
    <message>
        <source>勾选要加在一起的单位，再按“汇总所选”</source>
        <translation>Tick the enterprises to include, then press “Add up these”</translation>
    </message>
    <message>
        <source>导出汇总</source>
        <translation>Export totals</translation>
    </message>
    <message>
        <source>导出各家数据和问题</source>
        <translation>Export figures and findings</translation>
    </message>
    <message>
        <source>数据</source>
        <translation>Figures</translation>
    </message>
</context>
<context>
    <name>Rounds</name>
    <message>
        <source>没有待处理的问题</source>
        <translation>No findings left to deal with</translation>
    </message>
</context>
<context>
    <name>Sections</name>
    <message>
        <source>设置分类</source>
        <translation>Sections of the settings</translation>
    </message>
</context>
<context>
    <name>SendBar</name>
    <message>
        <source>报送</source>
        <translation>File</translation>
    </message>
    <message>
        <source>请报送平台预检</source>
        <translation>Precheck</translation>
    </message>
    <message>
        <source>密封送去检查，不计入报送，也不留存</source>
        <translation>Sent sealed to be checked; it does not count as filed and is not kept</translation>
    </message>
    <message>
        <source>查询结果</source>
        <translation>Ask for the result</translation>
    </message>
    <message>
        <source>零申报…</source>
        <translation>Nil return…</translation>
    </message>
    <message>
        <source>报送 {} 张报表</source>
        <translation>File {:return|returns}</translation>
    </message>
    <message>
        <source>没有可以报送的</source>
        <translation>Nothing to file</translation>
    </message>
</context>
<context>
    <name>SendPage</name>
    <message>
        <source>报告期</source>
        <translation>Period</translation>
    </message>
    <message>
        <source>报送前检查</source>
        <translation>Before filing</translation>
    </message>
    <message>
        <source>报送</source>
        <translation>Filing</translation>
    </message>
    <message>
        <source>回执已保存到 {}</source>
        <translation>Receipt saved to {}</translation>
    </message>
</context>
<context>
    <name>SettingField</name>
    <message>
        <source>由信息部门统一规定。</source>
        <translation>Set by the IT department.</translation>
    </message>
    <message>
        <source>选择…</source>
        <translation>Choose…</translation>
    </message>
    <message>
        <source>选择{}</source>
        <translation>Choose: {}</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>网络和本机诊断…</source>
        <translation>Diagnose network and computer…</translation>
    </message>
    <message>
        <source>设置</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>改了就生效，自动保存在本机。</source>
        <translation>Changes take effect at once and are saved on this computer.</translation>
    </message>
    <message>
        <source>全部恢复默认…</source>
        <translation>Restore all defaults…</translation>
    </message>
    <message>
        <source>恢复默认…</source>
        <translation>Restore defaults…</translation>
    </message>
    <message>
        <source>{}恢复默认</source>
        <translation>Restore defaults: {}</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>集报</source>
        <translation>Jibao</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>改动都会自动保存，不用按 Ctrl+S</source>
        <translation>Changes are saved by themselves; Ctrl+S is not needed</translation>
    </message>
</context>
<context>
    <name>SignOff</name>
    <message>
        <source>补填</source>
        <translation>Fill in</translation>
    </message>
    <message>
        <source>更正原因</source>
        <translation>Reason for the correction</translation>
    </message>
    <message>
        <source>说明为什么更正已报送的数字</source>
        <translation>Why figures already filed are corrected</translation>
    </message>
</context>
<context>
    <name>Signer</name>
    <message>
        <source>撤回</source>
        <translation>Take back</translation>
    </message>
    <message>
        <source>撤回{}的签署</source>
        <translation>Take back the sign-off: {}</translation>
    </message>
    <message>
        <source>未填</source>
        <translation>Not given</translation>
    </message>
    <message>
        <source>{}：{}</source>
        <translation>{}: {}</translation>
    </message>
    <message>
        <source>{}：签署后又改过</source>
        <translation>{}: changed since signed</translation>
    </message>
    <message>
        <source>{} 张签署后又改过</source>
        <translation>{} changed since signed</translation>
    </message>
    <message>
        <source>未签署</source>
        <translation>Not signed</translation>
    </message>
    <message>
        <source>已签 {} 张，还有 {} 张</source>
        <translation>{} signed, {} to go</translation>
    </message>
</context>
<context>
    <name>SingleModel</name>
    <message>
        <source>本期&#x3000;{}</source>
        <translation>{}</translation>
    </message>
    <message>
        <source>上年&#x3000;{}</source>
        <translation>Last year  {}</translation>
    </message>
    <message>
        <source>第 {} 项</source>
        <translation>Entry {}</translation>
    </message>
    <message>
        <source>增加一项</source>
        <translation>Add an entry</translation>
    </message>
    <message>
        <source>{} 格被退回&#x3000;</source>
        <translation>{:cell|cells} sent back   </translation>
    </message>
    <message>
        <source>{} 格有错误&#x3000;</source>
        <translation>{:cell|cells} in error   </translation>
    </message>
    <message>
        <source>{} 格待核实&#x3000;</source>
        <translation>{:cell|cells} to explain   </translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>停止正在做的事</source>
        <translation>Stop what is under way</translation>
    </message>
    <message>
        <source>改动会自动保存</source>
        <translation>Changes are saved automatically</translation>
    </message>
    <message>
        <source>{} 处改动还没有保存，正在重试…</source>
        <translation>{:change|changes} not yet saved, trying again…</translation>
    </message>
    <message>
        <source>正在保存…</source>
        <translation>Saving…</translation>
    </message>
    <message>
        <source>已保存 {}</source>
        <translation>Saved {}</translation>
    </message>
    <message>
        <source>正在{}…</source>
        <translation>{}…</translation>
    </message>
    <message>
        <source>正在{}</source>
        <translation>{}</translation>
    </message>
    <message>
        <source>已完成：{}</source>
        <translation>Done: {}</translation>
    </message>
    <message>
        <source>已停止：{}</source>
        <translation>Stopped: {}</translation>
    </message>
    <message>
        <source>没有完成：{}</source>
        <translation>Not finished: {}</translation>
    </message>
    <message>
        <source>正在停止{}…</source>
        <translation>Stopping: {}…</translation>
    </message>
</context>
<context>
    <name>SupportSaver</name>
    <message>
        <source>保存诊断文件</source>
        <translation>Save support file</translation>
    </message>
    <message>
        <source>正在准备诊断文件…</source>
        <translation>Preparing the support file…</translation>
    </message>
    <message>
        <source>诊断文件已保存到 {}。里面没有填报数字和单位名称，可以先打开看再发给技术支持。</source>
        <translation>Support file saved to {}. It contains no figures and no names of enterprises; you can look through it before sending it to support.</translation>
    </message>
</context>
<context>
    <name>TemplatesPart</name>
    <message>
        <source>报告期</source>
        <translation>Period</translation>
    </message>
    <message>
        <source>模板里放哪几张报表</source>
        <translation>Forms the template is to hold</translation>
    </message>
    <message>
        <source>保存模板…</source>
        <translation>Save the template…</translation>
    </message>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>已选 {} / {} 张</source>
        <translation>{} of {} chosen</translation>
    </message>
    <message>
        <source>报表</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>{} {} {}模板</source>
        <translation>{} {} {} template</translation>
    </message>
    <message>
        <source>模板已保存到 {}，共 {} 张报表。填好后拖回窗口即可导入。</source>
        <translation>The template was saved to {}, with {:form|forms}. Fill it in and drop it on the window to import it.</translation>
    </message>
    <message>
        <source>保存模板</source>
        <translation>Save the template</translation>
    </message>
    <message>
        <source>写好表头、代码和单位的工作簿：已填的数、上期和上年同期都在里面，指标解释写在批注里。可以交给财务或车间去填，填好拖回窗口，每个数都回到自己的格子。</source>
        <translation>A workbook with headings, codes and units, the figures entered so far, last period and last year, and the definitions as comments. Have finance or the shop floor fill it in and drop it back on the window: every figure returns to its own cell.</translation>
    </message>
    <message>
        <source>从模板开始</source>
        <translation>Start from a template</translation>
    </message>
</context>
<context>
    <name>TrainingPart</name>
    <message>
        <source>练习故障</source>
        <translation>Faults for practice</translation>
    </message>
</context>
<context>
    <name>Trouble</name>
    <message>
        <source>重试</source>
        <translation>Try again</translation>
    </message>
</context>
<context>
    <name>UnderWay</name>
    <message>
        <source>{} 已向报送平台作出承诺，限时送达即为按时</source>
        <translation>{} is promised to the endpoint: on time if it arrives within the limit</translation>
    </message>
    <message>
        <source>正在上传 {} 的附件</source>
        <translation>Uploading the attachments of {}</translation>
    </message>
    <message>
        <source>正在送出 {}</source>
        <translation>Sending {}</translation>
    </message>
    <message>
        <source>正在核对 {}</source>
        <translation>Checking {}</translation>
    </message>
    <message>
        <source>{} 已送达，回执已验证</source>
        <translation>{} received, receipt verified</translation>
    </message>
    <message>
        <source>{} 已有受理结果</source>
        <translation>{} decided</translation>
    </message>
    <message>
        <source>{} 已送达，等待受理</source>
        <translation>{} received, not yet decided</translation>
    </message>
    <message>
        <source>{} 暂时送不出去</source>
        <translation>{} cannot be sent right now</translation>
    </message>
    <message>
        <source>停止</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>正在停下：等手上这一个请求有答复…</source>
        <translation>Stopping: waiting for the current request…</translation>
    </message>
</context>
<context>
    <name>Unfinished</name>
    <message>
        <source>填入</source>
        <translation>Enter it</translation>
    </message>
    <message>
        <source>不要了</source>
        <translation>Discard it</translation>
    </message>
    <message>
        <source>；</source>
        <translation>; </translation>
    </message>
    <message>
        <source>……共 {} 处</source>
        <translation>… {} in all</translation>
    </message>
    <message>
        <source>上次没有写完：{}</source>
        <translation>Left unfinished last time: {}</translation>
    </message>
    <message>
        <source>{}“{}”</source>
        <translation>{} “{}”</translation>
    </message>
</context>
<context>
    <name>VersionsPart</name>
    <message>
        <source>现在检查</source>
        <translation>Check now</translation>
    </message>
    <message>
        <source>换到新版本</source>
        <translation>Move to the new version</translation>
    </message>
    <message>
        <source>撤回换版</source>
        <translation>Undo the move</translation>
    </message>
    <message>
        <source>换用制度文件…</source>
        <translation>Use another definitions file…</translation>
    </message>
    <message>
        <source>程序和报表制度的版本</source>
        <translation>Program and definitions</translation>
    </message>
    <message>
        <source>正在检查…</source>
        <translation>Checking…</translation>
    </message>
    <message>
        <source>{}（旧版本收到 {} 为止）</source>
        <translation>{} (the earlier version is accepted until {})</translation>
    </message>
    <message>
        <source>程序 {}；新版本 {} 已下载，退出时安装</source>
        <translation>Program {}; version {} is downloaded and installs when you close the program</translation>
    </message>
    <message>
        <source>{}：{}</source>
        <translation>{}: {}</translation>
    </message>
    <message>
        <source>程序 {}；还没有检查过有没有新版本</source>
        <translation>Program {}; not yet checked for a newer version</translation>
    </message>
    <message>
        <source>程序 {}；上次检查新版本 {}</source>
        <translation>Program {}; last checked for a newer version {}</translation>
    </message>
    <message>
        <source>报表制度 {}（{}）</source>
        <translation>Definitions: {} ({})</translation>
    </message>
    <message>
        <source>另有 {} 张草稿有变化</source>
        <translation>Other drafts that change: {}</translation>
    </message>
    <message>
        <source>{} 张草稿填报的内容没有变化</source>
        <translation>Drafts that stay as they are: {}</translation>
    </message>
    <message>
        <source>确认，{} 张草稿换到新版本</source>
        <translation>Confirm: move {:draft|drafts}</translation>
    </message>
    <message>
        <source>撤回 {} 张报表的换版</source>
        <translation>Undo the move of {:return|returns}</translation>
    </message>
</context>
<context>
    <name>Waiting</name>
    <message>
        <source>把工作簿拖到窗口里</source>
        <translation>Drop a workbook on the window</translation>
    </message>
    <message>
        <source>Excel、WPS、CSV 都可以。先看会改动什么、什么没有取用，确认后才写入，写入后也能整体撤销。</source>
        <translation>Excel, WPS or CSV. You see what would change and what is left out before anything is written, and can undo it as one.</translation>
    </message>
    <message>
        <source>选择工作簿…</source>
        <translation>Choose a workbook…</translation>
    </message>
    <message>
        <source>一次导入多个…</source>
        <translation>Import several…</translation>
    </message>
    <message>
        <source>还没有工作簿？</source>
        <translation>No workbook yet?</translation>
    </message>
    <message>
        <source>从模板开始</source>
        <translation>Start from a template</translation>
    </message>
    <message>
        <source>记住的对应关系</source>
        <translation>Remembered mappings</translation>
    </message>
    <message>
        <source>以前的导入</source>
        <translation>Earlier imports</translation>
    </message>
</context>
<context>
    <name>WayNotice</name>
    <message>
        <source>知道了</source>
        <translation>Got it</translation>
    </message>
</context>
<context>
    <name>answers</name>
    <message>
        <source>{} 张报表被退回</source>
        <translation>{:return|returns} sent back</translation>
    </message>
    <message>
        <source>{} 张报表没有报成</source>
        <translation>{:return|returns} not filed</translation>
    </message>
    <message>
        <source>{} 张报表另一台电脑报送过，与本机不同，请合并</source>
        <translation>{:return was|returns were} filed elsewhere with other figures; please merge</translation>
    </message>
    <message>
        <source>{} 张报表已受理</source>
        <translation>{:return|returns} accepted</translation>
    </message>
    <message>
        <source>{} 张报表已自动送达，等待受理</source>
        <translation>{:return|returns} arrived, waiting to be accepted</translation>
    </message>
    <message>
        <source>收到 {} 条新通知</source>
        <translation>New notices: {}</translation>
    </message>
    <message>
        <source>；</source>
        <translation>; </translation>
    </message>
</context>
<context>
    <name>attachments</name>
    <message>
        <source>文件</source>
        <translation>File</translation>
    </message>
    <message>
        <source>大小与指纹</source>
        <translation>Size and fingerprint</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>State</translation>
    </message>
    <message>
        <source>随下次报送</source>
        <translation>With the next filing</translation>
    </message>
    <message>
        <source>等待上传</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>已送达</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>已取下</source>
        <translation>Taken off</translation>
    </message>
    <message>
        <source>另存</source>
        <translation>Save as</translation>
    </message>
</context>
<context>
    <name>backups</name>
    <message>
        <source>从备份恢复…</source>
        <translation>Restore a backup…</translation>
    </message>
    <message>
        <source>和现在一样</source>
        <translation>No difference</translation>
    </message>
    <message>
        <source>{} 张报表会变</source>
        <translation>{:return changes|returns change}</translation>
    </message>
    <message>
        <source>之后报送的 {} 份会从平台取回</source>
        <translation>{:version|versions} filed since come back from the endpoint</translation>
    </message>
    <message>
        <source>；</source>
        <translation>; </translation>
    </message>
    <message>
        <source>另有 {} 张报表</source>
        <translation>{:more return|more returns}</translation>
    </message>
    <message>
        <source>补回 {} 项</source>
        <translation>{:figure comes|figures come} back</translation>
    </message>
    <message>
        <source>改回 {} 项</source>
        <translation>{:figure changes|figures change} back</translation>
    </message>
    <message>
        <source>去掉 {} 项</source>
        <translation>{:figure is|figures are} removed</translation>
    </message>
    <message>
        <source>，</source>
        <translation>, </translation>
    </message>
    <message>
        <source>{}：{}</source>
        <translation>{}: {}</translation>
    </message>
    <message>
        <source>单位</source>
        <translation>Enterprise</translation>
    </message>
    <message>
        <source>会改变什么</source>
        <translation>What would change</translation>
    </message>
    <message>
        <source>时间</source>
        <translation>Created</translation>
    </message>
    <message>
        <source>怎么做的</source>
        <translation>How</translation>
    </message>
    <message>
        <source>单位数</source>
        <translation>Enterprises</translation>
    </message>
    <message>
        <source>文件夹</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>查看</source>
        <translation>View</translation>
    </message>
    <message>
        <source>手动</source>
        <translation>Manually</translation>
    </message>
    <message>
        <source>定时</source>
        <translation>Scheduled</translation>
    </message>
    <message>
        <source>退出程序时</source>
        <translation>On closing</translation>
    </message>
    <message>
        <source>恢复之前</source>
        <translation>Before a restore</translation>
    </message>
</context>
<context>
    <name>columns</name>
    <message>
        <source>指标</source>
        <translation>Indicator</translation>
    </message>
    <message>
        <source>代码</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>单位</source>
        <translation>Unit</translation>
    </message>
    <message>
        <source>本期</source>
        <translation>This period</translation>
    </message>
    <message>
        <source>上年同期</source>
        <translation>Year before</translation>
    </message>
    <message>
        <source>上期</source>
        <translation>Last period</translation>
    </message>
    <message>
        <source>增幅</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>来源</source>
        <translation>Source</translation>
    </message>
</context>
<context>
    <name>defaults</name>
    <message>
        <source>{}：{} → {}</source>
        <translation>{}: {} → {}</translation>
    </message>
    <message>
        <source>开</source>
        <translation>on</translation>
    </message>
    <message>
        <source>关</source>
        <translation>off</translation>
    </message>
    <message>
        <source>未填</source>
        <translation>blank</translation>
    </message>
</context>
<context>
    <name>definitions</name>
    <message>
        <source>随程序提供</source>
        <translation>Supplied with the program</translation>
    </message>
    <message>
        <source>{} 取得，主管部门的签名已核对</source>
        <translation>Taken on {}, the authority&apos;s signature checked</translation>
    </message>
    <message>
        <source>{} 从文件装入，没有签名</source>
        <translation>Taken from a file on {}, not signed</translation>
    </message>
    <message>
        <source>{} 取得</source>
        <translation>Taken on {}</translation>
    </message>
</context>
<context>
    <name>desk</name>
    <message>
        <source>报表</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>报告期</source>
        <translation>Period</translation>
    </message>
    <message>
        <source>截止</source>
        <translation>Deadline</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>State</translation>
    </message>
    <message>
        <source>已填</source>
        <translation>Filled</translation>
    </message>
    <message>
        <source>问题</source>
        <translation>Findings</translation>
    </message>
    <message>
        <source>有改动未报送</source>
        <translation>changed since, not filed</translation>
    </message>
    <message>
        <source>往期</source>
        <translation>Past</translation>
    </message>
    <message>
        <source>强制 {}</source>
        <translation>{:error|errors}</translation>
    </message>
    <message>
        <source>核实 {}</source>
        <translation>{:query|queries}</translation>
    </message>
    <message>
        <source>提示 {}</source>
        <translation>{:hint|hints}</translation>
    </message>
</context>
<context>
    <name>devices</name>
    <message>
        <source>电脑</source>
        <translation>Computer</translation>
    </message>
    <message>
        <source>指纹</source>
        <translation>Fingerprint</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>State</translation>
    </message>
    <message>
        <source>等待批准</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>可报送</source>
        <translation>May file</translation>
    </message>
    <message>
        <source>未获批准</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>登记已过期</source>
        <translation>Expired</translation>
    </message>
    <message>
        <source>已停用</source>
        <translation>Disabled</translation>
    </message>
    <message>
        <source>本机已登记，等待批准，批准后才能报送。请在本单位已在用的电脑上打开“单位”，查看报送设备，核对本机指纹 {} 后批准；也可以请主管部门批准。</source>
        <translation>This computer is enrolled and waits for approval; it cannot file before. On a computer of the enterprise already in use open “Enterprises”, show the filing devices, compare this computer&apos;s fingerprint {} and approve it; or ask the authority to.</translation>
    </message>
</context>
<context>
    <name>diagnosis</name>
    <message>
        <source>程序版本</source>
        <translation>Program</translation>
    </message>
    <message>
        <source>磁盘</source>
        <translation>Disk</translation>
    </message>
    <message>
        <source>钥匙与应急卡</source>
        <translation>Keys and card</translation>
    </message>
    <message>
        <source>备份</source>
        <translation>Backup</translation>
    </message>
    <message>
        <source>资料库</source>
        <translation>Store</translation>
    </message>
    <message>
        <source>代理</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>到报送平台的网络</source>
        <translation>Connection</translation>
    </message>
    <message>
        <source>时间</source>
        <translation>Clock</translation>
    </message>
    <message>
        <source>收件记录</source>
        <translation>Receipt log</translation>
    </message>
    <message>
        <source>本机的登记</source>
        <translation>Enrolment</translation>
    </message>
    <message>
        <source>集报 {}</source>
        <translation>Jibao {}</translation>
    </message>
    <message>
        <source>还有 {} 空间，保存很快</source>
        <translation>{} free, saves are fast</translation>
    </message>
    <message>
        <source>钥匙完好，应急卡已制作</source>
        <translation>Keys intact, recovery card made</translation>
    </message>
    <message>
        <source>最近一次 {}</source>
        <translation>Latest: {}</translation>
    </message>
    <message>
        <source>{} 条修改记录逐条核对，全部相符</source>
        <translation>{:audit trail entry|audit trail entries} verified, all match</translation>
    </message>
    <message>
        <source>与报送平台以前签名的相符</source>
        <translation>Matches what the endpoint signed before</translation>
    </message>
    <message>
        <source>经代理</source>
        <translation>Through a proxy</translation>
    </message>
    <message>
        <source>不经代理</source>
        <translation>No proxy</translation>
    </message>
    <message>
        <source>{} 有应答，是主管部门签名的</source>
        <translation>{} answers, signed by the authority</translation>
    </message>
    <message>
        <source>与报送平台一致</source>
        <translation>In step with the endpoint</translation>
    </message>
    <message>
        <source>报送平台认得这台电脑</source>
        <translation>The endpoint knows this computer</translation>
    </message>
    <message>
        <source>还没有备份；退出程序时会自动备份</source>
        <translation>No backup yet; one is made when you close the program</translation>
    </message>
</context>
<context>
    <name>earlier</name>
    <message>
        <source>已撤销</source>
        <translation>Undone</translation>
    </message>
    <message>
        <source>工作簿</source>
        <translation>Workbook</translation>
    </message>
    <message>
        <source>写入的报表</source>
        <translation>Returns written</translation>
    </message>
    <message>
        <source>撤销…</source>
        <translation>Undo…</translation>
    </message>
</context>
<context>
    <name>findings</name>
    <message>
        <source>强制&#x3000;{}</source>
        <translation>Errors&#x3000;{}</translation>
    </message>
    <message>
        <source>核实&#x3000;{}</source>
        <translation>Queries&#x3000;{}</translation>
    </message>
    <message>
        <source>提示&#x3000;{}</source>
        <translation>Hints&#x3000;{}</translation>
    </message>
    <message>
        <source>退回意见&#x3000;{}</source>
        <translation>Remarks&#x3000;{}</translation>
    </message>
</context>
<context>
    <name>firms</name>
    <message>
        <source>名称</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>统一社会信用代码</source>
        <translation>Credit code</translation>
    </message>
</context>
<context>
    <name>grid</name>
    <message>
        <source>不适用</source>
        <translation>n/a</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>是</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>否</source>
        <translation>No</translation>
    </message>
    <message>
        <source>空</source>
        <translation>Blank</translation>
    </message>
    <message>
        <source>读不懂</source>
        <translation>Unreadable</translation>
    </message>
    <message>
        <source>自动计算</source>
        <translation>Computed</translation>
    </message>
    <message>
        <source>必填</source>
        <translation>Required</translation>
    </message>
</context>
<context>
    <name>import</name>
    <message>
        <source>指标</source>
        <translation>Indicator</translation>
    </message>
    <message>
        <source>报表 · 行</source>
        <translation>Form · row</translation>
    </message>
    <message>
        <source>原值</source>
        <translation>Old</translation>
    </message>
    <message>
        <source>新值</source>
        <translation>New</translation>
    </message>
    <message>
        <source>差额</source>
        <translation>Difference</translation>
    </message>
    <message>
        <source>单位</source>
        <translation>Unit</translation>
    </message>
    <message>
        <source>出处</source>
        <translation>Origin</translation>
    </message>
    <message>
        <source>对应</source>
        <translation>Matched by</translation>
    </message>
    <message>
        <source>工作表</source>
        <translation>Sheet</translation>
    </message>
    <message>
        <source>位置</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>内容</source>
        <translation>Content</translation>
    </message>
    <message>
        <source>为什么没有取</source>
        <translation>Why it was not taken</translation>
    </message>
    <message>
        <source>可以怎么做</source>
        <translation>What can be done</translation>
    </message>
    <message>
        <source>没有取用</source>
        <translation>Not taken</translation>
    </message>
    <message>
        <source>对应报表</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>报告期</source>
        <translation>Period</translation>
    </message>
    <message>
        <source>取用</source>
        <translation>Taken</translation>
    </message>
    <message>
        <source>怎么认出来的</source>
        <translation>How it was recognised</translation>
    </message>
    <message>
        <source>报表</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>问题</source>
        <translation>Findings</translation>
    </message>
    <message>
        <source>新填</source>
        <translation>New</translation>
    </message>
    <message>
        <source>相同</source>
        <translation>Same</translation>
    </message>
    <message>
        <source>；</source>
        <translation>; </translation>
    </message>
    <message>
        <source>按代码</source>
        <translation>By code</translation>
    </message>
    <message>
        <source>按名称</source>
        <translation>By name</translation>
    </message>
    <message>
        <source>按别名</source>
        <translation>By alias</translation>
    </message>
    <message>
        <source>相近</source>
        <translation>Similar</translation>
    </message>
    <message>
        <source>按指定</source>
        <translation>As chosen</translation>
    </message>
    <message>
        <source>第 {} 行</source>
        <translation>Row {}</translation>
    </message>
    <message>
        <source>{} 列</source>
        <translation>Column {}</translation>
    </message>
    <message>
        <source>整张表</source>
        <translation>The whole sheet</translation>
    </message>
    <message>
        <source>{} 行</source>
        <translation>{:row|rows}</translation>
    </message>
    <message>
        <source>读</source>
        <translation>Read</translation>
    </message>
    <message>
        <source>猜的是</source>
        <translation>Recognised as</translation>
    </message>
    <message>
        <source>认作</source>
        <translation>Taken as</translation>
    </message>
    <message>
        <source>为什么</source>
        <translation>Why</translation>
    </message>
    <message>
        <source>方向</source>
        <translation>Orientation</translation>
    </message>
    <message>
        <source>表头</source>
        <translation>Headings</translation>
    </message>
    <message>
        <source>填报单位</source>
        <translation>Enterprise</translation>
    </message>
    <message>
        <source>报表 · 报告期</source>
        <translation>Form · period</translation>
    </message>
    <message>
        <source>指定</source>
        <translation>Chosen</translation>
    </message>
    <message>
        <source>自动</source>
        <translation>Recognised</translation>
    </message>
    <message>
        <source>取</source>
        <translation>Take</translation>
    </message>
    <message>
        <source>列</source>
        <translation>Column</translation>
    </message>
    <message>
        <source>当作</source>
        <translation>Taken as</translation>
    </message>
    <message>
        <source>本期</source>
        <translation>This period</translation>
    </message>
    <message>
        <source>上年同期</source>
        <translation>Year before</translation>
    </message>
    <message>
        <source>截止</source>
        <translation>Due</translation>
    </message>
    <message>
        <source>本期应报</source>
        <translation>Due now</translation>
    </message>
</context>
<context>
    <name>importing</name>
    <message>
        <source>{} 至 {}，{} 期</source>
        <translation>{} to {}, {:period|periods}</translation>
    </message>
</context>
<context>
    <name>language</name>
    <message>
        <source>中文</source>
        <translation>English</translation>
    </message>
</context>
<context>
    <name>many</name>
    <message>
        <source>工作簿</source>
        <translation>Workbook</translation>
    </message>
    <message>
        <source>报表 · 报告期</source>
        <translation>Form · period</translation>
    </message>
    <message>
        <source>会写入</source>
        <translation>To write</translation>
    </message>
    <message>
        <source>没有取用</source>
        <translation>Not taken</translation>
    </message>
    <message>
        <source>没有写入</source>
        <translation>Not written</translation>
    </message>
    <message>
        <source>不取</source>
        <translation>Left out</translation>
    </message>
    <message>
        <source>已写入</source>
        <translation>Written</translation>
    </message>
    <message>
        <source>已撤销</source>
        <translation>Undone</translation>
    </message>
    <message>
        <source>与现有相同</source>
        <translation>No change</translation>
    </message>
    <message>
        <source>{} 个工作簿</source>
        <translation>{:workbook|workbooks}</translation>
    </message>
    <message>
        <source>{} 个取不了，原因见表</source>
        <translation>{} cannot be read; see the table</translation>
    </message>
    <message>
        <source>文件夹里另有 {} 个文件不是工作簿</source>
        <translation>{:other file in the folder is no workbook|other files in the folder are no workbooks}</translation>
    </message>
    <message>
        <source>{} 家单位已撤销</source>
        <translation>{:enterprise|enterprises} undone</translation>
    </message>
    <message>
        <source>{} / {} 家单位已写入</source>
        <translation>{} of {:enterprise|enterprises} written</translation>
    </message>
    <message>
        <source>取</source>
        <translation>Take</translation>
    </message>
    <message>
        <source>待写入</source>
        <translation>To write</translation>
    </message>
    <message>
        <source>细看</source>
        <translation>View</translation>
    </message>
</context>
<context>
    <name>merge</name>
    <message>
        <source>指标</source>
        <translation>Indicator</translation>
    </message>
    <message>
        <source>原来</source>
        <translation>Before</translation>
    </message>
    <message>
        <source>本机</source>
        <translation>Here</translation>
    </message>
    <message>
        <source>已报送</source>
        <translation>Filed</translation>
    </message>
    <message>
        <source>取哪边</source>
        <translation>Use</translation>
    </message>
    <message>
        <source>换一边</source>
        <translation>Switch</translation>
    </message>
</context>
<context>
    <name>notices</name>
    <message>
        <source>事项</source>
        <translation>What</translation>
    </message>
    <message>
        <source>报表</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>内容</source>
        <translation>Message</translation>
    </message>
    <message>
        <source>时间</source>
        <translation>When</translation>
    </message>
    <message>
        <source>被退回</source>
        <translation>Returned</translation>
    </message>
    <message>
        <source>报表制度作废</source>
        <translation>Definitions withdrawn</translation>
    </message>
    <message>
        <source>截止日改动</source>
        <translation>Deadline moved</translation>
    </message>
    <message>
        <source>消息</source>
        <translation>Message</translation>
    </message>
    <message>
        <source>共 {} 条意见</source>
        <translation>{:remark|remarks} in all</translation>
    </message>
    <message>
        <source>去处理</source>
        <translation>Open</translation>
    </message>
</context>
<context>
    <name>owing</name>
    <message>
        <source>等 {} 张</source>
        <translation> and more, {} in all</translation>
    </message>
    <message>
        <source>等 {} 家单位</source>
        <translation> and others, {:enterprise|enterprises} in all</translation>
    </message>
    <message>
        <source>{} 张</source>
        <translation>{:return|returns}</translation>
    </message>
    <message>
        <source>{}，{}</source>
        <translation>{}, {}</translation>
    </message>
</context>
<context>
    <name>pasting</name>
    <message>
        <source>剪贴板上的 {} 行 × {} 列中，粘贴了 {} 格</source>
        <translation>Of {:row|rows} × {:column|columns} on the clipboard {:cell was|cells were} pasted</translation>
    </message>
    <message>
        <source>已粘贴 {} 行 × {} 列，共 {} 格</source>
        <translation>Pasted {:row|rows} × {:column|columns}, {:cell|cells}</translation>
    </message>
    <message>
        <source>，增加了 {} 项</source>
        <translation>, {:entry|entries} added</translation>
    </message>
    <message>
        <source>超出表格下边的 {} 行</source>
        <translation>{:row|rows} below the table</translation>
    </message>
    <message>
        <source>超出表格右边的 {} 列</source>
        <translation>{:column|columns} beyond its right edge</translation>
    </message>
    <message>
        <source>不能填写的 {} 格（{}）</source>
        <translation>{:cell|cells} that cannot be filled in ({})</translation>
    </message>
    <message>
        <source>；没有粘贴：{}</source>
        <translation>; not pasted: {}</translation>
    </message>
    <message>
        <source>，</source>
        <translation>, </translation>
    </message>
</context>
<context>
    <name>profiles</name>
    <message>
        <source>名称</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>指定了什么</source>
        <translation>What was chosen</translation>
    </message>
    <message>
        <source>记住的时间</source>
        <translation>Remembered</translation>
    </message>
    <message>
        <source>忘记</source>
        <translation>Forget</translation>
    </message>
    <message>
        <source>不取</source>
        <translation>left out</translation>
    </message>
    <message>
        <source>；</source>
        <translation>; </translation>
    </message>
    <message>
        <source>表、表头或方向</source>
        <translation>sheets, headings or orientation</translation>
    </message>
</context>
<context>
    <name>renewing</name>
    <message>
        <source>有新版本 {}，退出时安装</source>
        <translation>Version {} is ready; it installs when you close the program</translation>
    </message>
    <message>
        <source>报表制度有新版本，{} 张草稿可以换版</source>
        <translation>New version of the definitions: {:draft|drafts} can be moved to it</translation>
    </message>
</context>
<context>
    <name>rollup</name>
    <message>
        <source>{} {}</source>
        <translation>{}: {}</translation>
    </message>
    <message>
        <source>{}&#x3000;由合计重算</source>
        <translation>{}&#x3000;recomputed from totals</translation>
    </message>
    <message>
        <source>{} 家可比</source>
        <translation>{} compared</translation>
    </message>
    <message>
        <source>不汇总</source>
        <translation>Not added</translation>
    </message>
    <message>
        <source>{}&#x3000;{} 家</source>
        <translation>{}&#x3000;({})</translation>
    </message>
    <message>
        <source>{} 条记录</source>
        <translation>{:record|records}</translation>
    </message>
    <message>
        <source>，{} 条未填</source>
        <translation>, {} blank</translation>
    </message>
    <message>
        <source>指标</source>
        <translation>Indicator</translation>
    </message>
    <message>
        <source>合计</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>比上年同期</source>
        <translation>vs last year</translation>
    </message>
    <message>
        <source>比上期</source>
        <translation>vs previous</translation>
    </message>
    <message>
        <source>计入家数</source>
        <translation>Counted</translation>
    </message>
    <message>
        <source>未计入</source>
        <translation>Not counted</translation>
    </message>
    <message>
        <source>单位</source>
        <translation>Enterprise</translation>
    </message>
    <message>
        <source>数值</source>
        <translation>Figure</translation>
    </message>
    <message>
        <source>占比</source>
        <translation>Share</translation>
    </message>
    <message>
        <source>上年同期</source>
        <translation>Last year</translation>
    </message>
    <message>
        <source>上期</source>
        <translation>Previous</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>State</translation>
    </message>
    <message>
        <source>看这个数</source>
        <translation>Show figure</translation>
    </message>
    <message>
        <source>去填报</source>
        <translation>Fill in</translation>
    </message>
    <message>
        <source>比率不能相加，也没有能由合计重算的算式</source>
        <translation>ratios cannot be added, and there is no formula to compute this one from the totals</translation>
    </message>
    <message>
        <source>各条记录的计量单位不同</source>
        <translation>records count in different units</translation>
    </message>
    <message>
        <source>时间长短不能相加</source>
        <translation>lengths of time cannot be added</translation>
    </message>
    <message>
        <source>平均数只能从年初算起，不能取其中一段</source>
        <translation>a mean runs from January; a part of it is not known</translation>
    </message>
    <message>
        <source>未填</source>
        <translation>Blank</translation>
    </message>
    <message>
        <source>资料打不开</source>
        <translation>Cannot be opened</translation>
    </message>
    <message>
        <source>读不出</source>
        <translation>Unreadable</translation>
    </message>
    <message>
        <source>不适用</source>
        <translation>Not applicable</translation>
    </message>
    <message>
        <source>未报</source>
        <translation>No return</translation>
    </message>
    <message>
        <source>零申报</source>
        <translation>Nil</translation>
    </message>
    <message>
        <source>草稿</source>
        <translation>Draft</translation>
    </message>
    <message>
        <source>{}，后有改动</source>
        <translation>{}, changed since</translation>
    </message>
    <message>
        <source>{} 家中 {} 家计入</source>
        <translation>{1} of {0:enterprise|enterprises} counted</translation>
    </message>
    <message>
        <source>{} 家的资料打不开：{}</source>
        <translation>cannot be opened: {} ({})</translation>
    </message>
    <message>
        <source>{} 家没有数，没有按零计算</source>
        <translation>{} without figures, not counted as zero</translation>
    </message>
    <message>
        <source>{} 家零申报</source>
        <translation>{:nil return|nil returns}</translation>
    </message>
    <message>
        <source>只算主管部门已收到的，按报送时的数</source>
        <translation>only returns the authority received, as filed</translation>
    </message>
    <message>
        <source>{} 家的数还是草稿，或报送后又改过</source>
        <translation>{:draft, or changed since filing|drafts, or changed since filing}</translation>
    </message>
    <message>
        <source>{} 至 {}：累计数相减，当月数相加，时点数取期末</source>
        <translation>{} to {}: cumulative figures subtracted, months added, states at the end</translation>
    </message>
    <message>
        <source>；</source>
        <translation>; </translation>
    </message>
</context>
<context>
    <name>send</name>
    <message>
        <source>报表</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>State</translation>
    </message>
    <message>
        <source>结论</source>
        <translation>Result</translation>
    </message>
    <message>
        <source>有改动未报送</source>
        <translation>changed since, not filed</translation>
    </message>
    <message>
        <source>还没有填写</source>
        <translation>Nothing entered yet</translation>
    </message>
    <message>
        <source>有改动未报送：已全部清空</source>
        <translation>Changed since filing: all cleared</translation>
    </message>
    <message>
        <source>没有缺项和错误</source>
        <translation>Nothing missing, no errors</translation>
    </message>
    <message>
        <source>等网络通了自动送出</source>
        <translation>Goes out when the network is back</translation>
    </message>
    <message>
        <source>联网后自动核对、续报</source>
        <translation>Checked by itself once online</translation>
    </message>
    <message>
        <source>被退回，请修改后再报</source>
        <translation>Returned: correct and file again</translation>
    </message>
    <message>
        <source>别处已先报送，需要合并</source>
        <translation>Filed elsewhere first: merge</translation>
    </message>
    <message>
        <source>报送平台拒收，见提示</source>
        <translation>Refused by the endpoint; see the message</translation>
    </message>
    <message>
        <source>已作承诺，{} 前送达即为按时</source>
        <translation>Promised: on time if it arrives by {}</translation>
    </message>
    <message>
        <source>{} 处错误</source>
        <translation>{:error|errors}</translation>
    </message>
    <message>
        <source>{} 项未填</source>
        <translation>{} blank</translation>
    </message>
    <message>
        <source>{} 处待说明</source>
        <translation>{} to explain</translation>
    </message>
    <message>
        <source>查看</source>
        <translation>View</translation>
    </message>
    <message>
        <source>单位负责人</source>
        <translation>Head of the enterprise</translation>
    </message>
    <message>
        <source>统计负责人</source>
        <translation>Head of statistics</translation>
    </message>
    <message>
        <source>填表人</source>
        <translation>Prepared by</translation>
    </message>
    <message>
        <source>确认填好 {} 张</source>
        <translation>Prepared: sign {}</translation>
    </message>
    <message>
        <source>确认审核 {} 张</source>
        <translation>Reviewed: sign {}</translation>
    </message>
    <message>
        <source>同意报送 {} 张</source>
        <translation>Approved: sign {}</translation>
    </message>
</context>
<context>
    <name>starting</name>
    <message>
        <source>继续</source>
        <translation>Continue</translation>
    </message>
</context>
<context>
    <name>sums</name>
    <message>
        <source>{} 个数</source>
        <translation>{:figure|figures}</translation>
    </message>
    <message>
        <source>{}，单位不同</source>
        <translation>{}, in different units</translation>
    </message>
    <message>
        <source>平均 {}</source>
        <translation>Average {}</translation>
    </message>
    <message>
        <source>合计 {}</source>
        <translation>Sum {}</translation>
    </message>
</context>
<context>
    <name>training</name>
    <message>
        <source>不加故障</source>
        <translation>No faults</translation>
    </message>
    <message>
        <source>练习平台一切正常。故障只影响练习，不影响正式报送。</source>
        <translation>The practice endpoint works as it should. Faults affect practice alone, never real filing.</translation>
    </message>
    <message>
        <source>收下了，回执丢失</source>
        <translation>Received, receipt lost</translation>
    </message>
    <message>
        <source>报送平台收下报表，应答却到不了。程序会先问后送，不会重复报送。</source>
        <translation>The endpoint takes the return, but its answer is lost. The program asks before it sends again, so nothing is filed twice.</translation>
    </message>
    <message>
        <source>线路时断时续</source>
        <translation>A line that breaks</translation>
    </message>
    <message>
        <source>请求和应答随机丢失、重复、残缺。程序自己重试，直到拿到回执。</source>
        <translation>Requests and answers are lost, doubled and cut at random. The program tries again until it has the receipt.</translation>
    </message>
    <message>
        <source>网络很慢</source>
        <translation>A slow network</translation>
    </message>
    <message>
        <source>每次应答都要等上几秒。</source>
        <translation>Every answer takes some seconds.</translation>
    </message>
    <message>
        <source>截止前拥挤</source>
        <translation>The rush before the deadline</translation>
    </message>
    <message>
        <source>报送平台常说繁忙。程序按报送平台说的时间再来，必要时先作承诺。</source>
        <translation>The endpoint is often busy. The program comes back when told, and promises first where that is needed.</translation>
    </message>
    <message>
        <source>报送平台出错</source>
        <translation>An endpoint that fails</translation>
    </message>
    <message>
        <source>报送平台或网关常常出错。结果未知时程序先查询，不当作失败，也不当作成功。</source>
        <translation>The endpoint or a gateway fails often. When the outcome is unknown the program asks; it calls it neither failure nor success.</translation>
    </message>
    <message>
        <source>证书不对</source>
        <translation>A wrong certificate</translation>
    </message>
    <message>
        <source>有人冒充报送平台，或网关在检查流量。程序会停下来并说明缘由。</source>
        <translation>Somebody poses as the endpoint, or a gateway inspects the traffic. The program stops and says why.</translation>
    </message>
    <message>
        <source>时钟差十分钟</source>
        <translation>A clock ten minutes off</translation>
    </message>
    <message>
        <source>报送平台与本机的时钟不一致。程序以报送平台的时间为准。</source>
        <translation>The endpoint&apos;s clock differs from this computer&apos;s. The program follows the endpoint&apos;s.</translation>
    </message>
    <message>
        <source>自定义</source>
        <translation>Your own</translation>
    </message>
    <message>
        <source>由命令行 practice-faults 设定。</source>
        <translation>Set by the command practice-faults.</translation>
    </message>
</context>
<context>
    <name>verdict</name>
    <message>
        <source>退回意见 {} 条</source>
        <translation>{:remark|remarks}</translation>
    </message>
    <message>
        <source>{} 处错误</source>
        <translation>{:error|errors}</translation>
    </message>
    <message>
        <source>{} 项未填</source>
        <translation>{} blank</translation>
    </message>
    <message>
        <source>{} 处待说明</source>
        <translation>{} to explain</translation>
    </message>
    <message>
        <source>{} 处未能判断</source>
        <translation>{} undecided</translation>
    </message>
    <message>
        <source>退回意见 {} 条未处理</source>
        <translation>Returned: {:remark|remarks} to attend to</translation>
    </message>
    <message>
        <source>已填完，{}</source>
        <translation>Filled in, {}</translation>
    </message>
    <message>
        <source>可报送</source>
        <translation>Ready to file</translation>
    </message>
    <message>
        <source>还没有填写</source>
        <translation>Nothing entered yet</translation>
    </message>
    <message>
        <source>还差：{}</source>
        <translation>Left to do: {}</translation>
    </message>
</context>
<context>
    <name>versions</name>
    <message>
        <source>另有 {} 处变化</source>
        <translation>{:more change|more changes}</translation>
    </message>
    <message>
        <source>{} 条审核关系或界限有变化</source>
        <translation>{:check or limit|checks or limits} changed</translation>
    </message>
    <message>
        <source>{} 条说明的审核已取消</source>
        <translation>{:explanation of a check that is|explanations of checks that are} gone</translation>
    </message>
    <message>
        <source>新出现的审核：{}</source>
        <translation>Checks that newly appear: {}</translation>
    </message>
    <message>
        <source>不再出现的审核：{}</source>
        <translation>Checks that no longer appear: {}</translation>
    </message>
    <message>
        <source>（上年同期）</source>
        <translation> (year before)</translation>
    </message>
    <message>
        <source>不再填报：{} {}（{}）</source>
        <translation>No longer asked: {} {} ({})</translation>
    </message>
    <message>
        <source>{} {} 改为 {}：{}</source>
        <translation>{} {} becomes {}: {}</translation>
    </message>
    <message>
        <source>{} {}：{} → {}</source>
        <translation>{} {}: {} → {}</translation>
    </message>
    <message>
        <source>（读不出，请改）</source>
        <translation> (cannot be read, please correct)</translation>
    </message>
    <message>
        <source>新增 {} {}</source>
        <translation>New: {} {}</translation>
    </message>
    <message>
        <source>取消 {} {}</source>
        <translation>Dropped: {} {}</translation>
    </message>
    <message>
        <source>{} {}的内容有变化</source>
        <translation>{} {} changed</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>未开始</source>
        <translation>Not started</translation>
    </message>
    <message>
        <source>填报中</source>
        <translation>In progress</translation>
    </message>
    <message>
        <source>有错误</source>
        <translation>Errors</translation>
    </message>
    <message>
        <source>待说明</source>
        <translation>To explain</translation>
    </message>
    <message>
        <source>可报送</source>
        <translation>Ready to file</translation>
    </message>
    <message>
        <source>排队</source>
        <translation>Queued</translation>
    </message>
    <message>
        <source>待回执</source>
        <translation>No receipt yet</translation>
    </message>
    <message>
        <source>已送达</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>已受理</source>
        <translation>Accepted</translation>
    </message>
    <message>
        <source>被退回</source>
        <translation>Returned</translation>
    </message>
    <message>
        <source>有冲突</source>
        <translation>Conflict</translation>
    </message>
    <message>
        <source>被拒收</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>已填完</source>
        <translation>Filled in</translation>
    </message>
    <message>
        <source>{}起可报送</source>
        <translation>can be filed from {}</translation>
    </message>
    <message>
        <source>开始填报</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>继续填报</source>
        <translation>Continue</translation>
    </message>
    <message>
        <source>去修改</source>
        <translation>Correct</translation>
    </message>
    <message>
        <source>去说明</source>
        <translation>Explain</translation>
    </message>
    <message>
        <source>去报送</source>
        <translation>File</translation>
    </message>
    <message>
        <source>查看</source>
        <translation>View</translation>
    </message>
    <message>
        <source>看回执</source>
        <translation>Receipt</translation>
    </message>
    <message>
        <source>去合并</source>
        <translation>Merge</translation>
    </message>
    <message>
        <source>去处理</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>强制</source>
        <translation>Error</translation>
    </message>
    <message>
        <source>核实</source>
        <translation>Query</translation>
    </message>
    <message>
        <source>提示</source>
        <translation>Hint</translation>
    </message>
    <message>
        <source>退回意见</source>
        <translation>Remark</translation>
    </message>
    <message>
        <source>自年初累计</source>
        <translation>Since January</translation>
    </message>
    <message>
        <source>期末时点</source>
        <translation>At period end</translation>
    </message>
    <message>
        <source>当月</source>
        <translation>Of the month</translation>
    </message>
    <message>
        <source>期内平均</source>
        <translation>Mean of the period</translation>
    </message>
    <message>
        <source>全年</source>
        <translation>Whole year</translation>
    </message>
    <message>
        <source>自开工累计</source>
        <translation>Since work began</translation>
    </message>
    <message>
        <source>键入</source>
        <translation>Typed</translation>
    </message>
    <message>
        <source>粘贴</source>
        <translation>Pasted</translation>
    </message>
    <message>
        <source>工作簿</source>
        <translation>Workbook</translation>
    </message>
    <message>
        <source>结转</source>
        <translation>Carried over</translation>
    </message>
    <message>
        <source>自动计算</source>
        <translation>Computed</translation>
    </message>
    <message>
        <source>修正</source>
        <translation>Repaired</translation>
    </message>
    <message>
        <source>取回</source>
        <translation>Fetched</translation>
    </message>
    <message>
        <source>换制度版本</source>
        <translation>Moved to other definitions</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undone</translation>
    </message>
    <message>
        <source>重做</source>
        <translation>Redone</translation>
    </message>
    <message>
        <source>早先的改动已归并</source>
        <translation>Earlier changes merged</translation>
    </message>
    <message>
        <source>已逾期 {} 天</source>
        <translation>{:day|days} late</translation>
    </message>
    <message>
        <source>今天截止</source>
        <translation>Due today</translation>
    </message>
    <message>
        <source>还有 {} 天</source>
        <translation>{:day|days} left</translation>
    </message>
    <message>
        <source>{} 倍</source>
        <translation>{} times</translation>
    </message>
</context>
</TS>
