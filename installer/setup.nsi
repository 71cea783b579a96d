; The setup program of 集报 Jibao: for one person, without administrator rights. Saved as UTF-8; built by build.py:
;   makensis -INPUTCHARSET UTF8 -DVERSION=0.1.0 -DDIST=… -DICON=… -DREMOVALS=… -DOUTFILE=… setup.nsi
; A 64-bit stub where there is one (Debian's NSIS): Wine without its 32-bit half runs nothing else. The makers of NSIS
; ship the 32-bit one alone, which installs the same on Windows.
!ifndef TARGET
  !define TARGET amd64-unicode
!endif
Unicode true
Target ${TARGET}

; A trial of this script installs beside the program: -DNAME=… -DID=…
!ifndef NAME
  !define NAME "集报 Jibao"
  !define ID "Jibao"
!endif
!define PUBLISHER "Jibao"
!define EXE "jibao.exe"
!define KEY "Software\${ID}"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define CLASSES "Software\Classes"

!ifdef FAST
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
SetDatablockOptimize on
ManifestSupportedOS all
ManifestDPIAware true
RequestExecutionLevel user
CRCCheck force

Name "${NAME}"
BrandingText "${NAME} ${VERSION}"
OutFile "${OUTFILE}"
InstallDir "$LOCALAPPDATA\Programs\${ID}"
InstallDirRegKey HKCU "${KEY}" "InstallDir"
ShowInstDetails nevershow
ShowUninstDetails show

!include MUI2.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include FileFunc.nsh
!include x64.nsh

; -DSIGN=… : the command that signs a file whose name is put after it; the uninstaller is made inside of makensis.
!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${EXE}"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

LangString OldWindows ${LANG_SIMPCHINESE} "${NAME} 需要 64 位 Windows 10（1809）或更新的版本。"
LangString OldWindows ${LANG_ENGLISH} "${NAME} needs 64-bit Windows 10 (1809) or later."
LangString IsRunning ${LANG_SIMPCHINESE} "${NAME} 正在运行。请先退出，再继续；没有保存的内容不会丢失。"
LangString IsRunning ${LANG_ENGLISH} "${NAME} is running. Close it, then go on; nothing you entered is lost."
LangString Older ${LANG_SIMPCHINESE} "已安装的 ${NAME} 比这个安装程序新，没有改动。"
LangString Older ${LANG_ENGLISH} "The installed ${NAME} is newer than this setup. Nothing was changed."
LangString DoesNotStart ${LANG_SIMPCHINESE} "${NAME} ${VERSION} 在这台电脑上启动不了，没有换上；原来的版本照常使用。"
LangString DoesNotStart ${LANG_ENGLISH} "${NAME} ${VERSION} does not start on this computer. The version you had was kept."
LangString Program ${LANG_SIMPCHINESE} "程序"
LangString Program ${LANG_ENGLISH} "Program"
LangString Desktop ${LANG_SIMPCHINESE} "桌面快捷方式"
LangString Desktop ${LANG_ENGLISH} "Desktop shortcut"
LangString CarryFile ${LANG_SIMPCHINESE} "集报报送文件"
LangString CarryFile ${LANG_ENGLISH} "Jibao submission file"
LangString PackFile ${LANG_SIMPCHINESE} "集报报表定义"
LangString PackFile ${LANG_ENGLISH} "Jibao form definitions"
LangString Left ${LANG_SIMPCHINESE} "保留（您的数据，卸载不会删除）："
LangString Left ${LANG_ENGLISH} "Kept (your data; uninstalling never deletes it):"

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "ProductName" "${NAME}"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "CompanyName" "${PUBLISHER}"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "FileDescription" "${NAME} 安装程序"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "FileVersion" "${VERSION}.0"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "LegalCopyright" "Apache-2.0"

; /WAIT=<process>: the program itself started this setup and is leaving; it is waited for, and what it was is kept
; beside the new version until that has shown that it works (client/base/program.py puts it back or lets it go).
Var Former

; The folder of libraries that this setup adds, blank when it was there before.
Var Added

; Exit status: 0 done · 1 cancelled and 2 aborted are NSIS's · 3 Windows is too old · 4 the program runs · 5 newer installed
; · 6 this version does not start here
Function .onInit
  SetShellVarContext current
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} 17763
    MessageBox MB_ICONSTOP|MB_OK "$(OldWindows)" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
  ReadRegStr $0 HKCU "${KEY}" "Version"
  ${If} $0 != ""
  ${AndIf} ${FileExists} "$INSTDIR\${EXE}"
    ${VersionCompare} "$0" "${VERSION}" $1
    ${If} $1 == 1
      MessageBox MB_ICONSTOP|MB_OK "$(Older)" /SD IDOK
      SetErrorLevel 5
      Quit
    ${EndIf}
  ${EndIf}
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/WAIT=" $2
  ${IfNot} ${Errors}
    StrCpy $Former $0
    System::Call 'kernel32::OpenProcess(i 0x00100000, i 0, i r2) p .r3'
    ${If} $3 P<> 0
      System::Call 'kernel32::WaitForSingleObject(p r3, i 120000)'
      System::Call 'kernel32::CloseHandle(p r3)'
    ${EndIf}
  ${EndIf}
FunctionEnd

; A running program's file cannot be opened for writing.
!macro CHECK_RUNNING un
Function ${un}CheckRunning
  ${If} ${FileExists} "$INSTDIR\${EXE}"
    again_${un}:
    ClearErrors
    FileOpen $0 "$INSTDIR\${EXE}" a
    ${If} ${Errors}
      MessageBox MB_ICONEXCLAMATION|MB_RETRYCANCEL "$(IsRunning)" /SD IDCANCEL IDRETRY again_${un}
      SetErrorLevel 4
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
FunctionEnd
!macroend
!insertmacro CHECK_RUNNING ""
!insertmacro CHECK_RUNNING "un."

; A copy, so that either file starts at any moment; nothing to come back to where nobody will decide about it.
!macro KEEP file
  Delete "$INSTDIR\${file}.old"
  ${If} $Former != ""
  ${AndIf} ${FileExists} "$INSTDIR\${file}"
    CopyFiles /SILENT "$INSTDIR\${file}" "$INSTDIR\${file}.old"
  ${EndIf}
!macroend

; Put a file in the place of another in one step of the file system (MOVEFILE_REPLACE_EXISTING, WRITE_THROUGH).
!macro EXCHANGE file
  System::Call 'kernel32::MoveFileExW(w "$INSTDIR\${file}.new", w "$INSTDIR\${file}", i 9) i .r0'
  ${If} $0 == 0
    MessageBox MB_ICONEXCLAMATION|MB_OK "$(IsRunning)" /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
!macroend

; The new version is tried from where it will stay, before it takes the place of one that works (client/tour/starts.py).
; What tells the program that it was refused is a file with the version in it (client/base/program.py).
Function CheckStarts
  nsExec::Exec /TIMEOUT=300000 '"$INSTDIR\jibao-cli.exe.new" --starts'
  Pop $0
  ${If} $0 != "0"
    FileOpen $1 "$INSTDIR\refused.txt" w
    FileWrite $1 "${VERSION}"
    FileClose $1
    Delete "$INSTDIR\jibao.exe.new"
    Delete "$INSTDIR\jibao-cli.exe.new"
    ${If} $Added != ""
      RMDir /r "$Added"
    ${EndIf}
    MessageBox MB_ICONSTOP|MB_OK "$(DoesNotStart)" /SD IDOK
    SetErrorLevel 6
    Quit
  ${EndIf}
FunctionEnd

; A version's libraries are a folder of its own, lib-<version>, put beside the old one, and tried there; then the small
; program files are exchanged, one step each; only then does the old folder go. Killed at any point, the old or the new
; version starts.
Section "$(Program)" Main
  SectionIn RO
  SetShellVarContext current
  Call CheckRunning
  Delete "$INSTDIR\refused.txt"
  StrCpy $Added ""
  ${IfNot} ${FileExists} "$INSTDIR\lib-${VERSION}\*.*"
    StrCpy $Added "$INSTDIR\lib-${VERSION}"
  ${EndIf}
  SetOverwrite ifdiff
  SetOutPath "$INSTDIR"
  File /r /x "*.exe" "${DIST}\*.*"
  SetOverwrite on
  File "/oname=jibao.exe.new" "${DIST}\jibao.exe"
  File "/oname=jibao-cli.exe.new" "${DIST}\jibao-cli.exe"
  ${If} ${FileExists} "$INSTDIR\${EXE}"
    Call CheckStarts
  ${EndIf}
  !insertmacro KEEP "jibao-cli.exe"
  !insertmacro KEEP "jibao.exe"
  !insertmacro EXCHANGE "jibao-cli.exe"
  !insertmacro EXCHANGE "jibao.exe"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  FindFirst $0 $1 "$INSTDIR\lib-*"
  ${DoWhile} $1 != ""
    ${If} $1 != "lib-${VERSION}"
    ${AndIf} $1 != "lib-$Former"
      RMDir /r "$INSTDIR\$1"
    ${EndIf}
    FindNext $0 $1
  ${Loop}
  FindClose $0
  CreateShortCut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${EXE}" "" "$INSTDIR\${EXE}" 0 SW_SHOWNORMAL "" "${NAME}"

  WriteRegStr HKCU "${KEY}" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "Version" "${VERSION}"
  WriteRegStr HKCU "${CLASSES}\.jbsub" "" "${ID}.Submission"
  WriteRegStr HKCU "${CLASSES}\.jbpack" "" "${ID}.Pack"
  WriteRegStr HKCU "${CLASSES}\${ID}.Submission" "" "$(CarryFile)"
  WriteRegStr HKCU "${CLASSES}\${ID}.Submission\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'
  WriteRegStr HKCU "${CLASSES}\${ID}.Pack" "" "$(PackFile)"
  WriteRegStr HKCU "${CLASSES}\${ID}.Pack\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "${PUBLISHER}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${EXE}"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" "$0"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section /o "$(Desktop)" OnDesktop
  CreateShortCut "$DESKTOP\${NAME}.lnk" "$INSTDIR\${EXE}" "" "$INSTDIR\${EXE}" 0 SW_SHOWNORMAL "" "${NAME}"
SectionEnd

Function un.onInit
  SetShellVarContext current
FunctionEnd

Section "Uninstall"
  SetShellVarContext current
  Call un.CheckRunning
  ; Only what this version installed, a list made with it: a folder of the person's own is never swept.
  !include "${REMOVALS}"
  Delete "$INSTDIR\refused.txt"
  Delete "$INSTDIR\jibao.exe.new"
  Delete "$INSTDIR\jibao-cli.exe.new"
  Delete "$INSTDIR\jibao.exe.old"
  Delete "$INSTDIR\jibao-cli.exe.old"
  FindFirst $0 $1 "$INSTDIR\lib-*"
  ; These folders are the program's by their name: also what an earlier setup of the same version left in them goes.
  ${DoWhile} $1 != ""
    RMDir /r "$INSTDIR\$1"
    FindNext $0 $1
  ${Loop}
  FindClose $0
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$DESKTOP\${NAME}.lnk"
  DeleteRegKey HKCU "${CLASSES}\${ID}.Submission"
  DeleteRegKey HKCU "${CLASSES}\${ID}.Pack"
  DeleteRegKey HKCU "${CLASSES}\.jbsub"
  DeleteRegKey HKCU "${CLASSES}\.jbpack"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "${KEY}"
  ; Last: as long as this file is there something may be left to do.
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  ${If} ${FileExists} "$LOCALAPPDATA\${ID}\*.*"
    DetailPrint "$(Left) $LOCALAPPDATA\${ID}"
  ${EndIf}
SectionEnd
