#pragma once

#include "ledger/messages/text.h"

// Titles of the problems that the HTTP interface answers besides the reasons of a refusal
// (specs/http.md): what happened, and what to do next.
namespace enishi::texts {

inline constexpr Text kBadRequest{"The request does not have the form that this path needs.",
                                  "リクエストの形式が正しくありません。"};
inline constexpr Text kUnauthorized{
    "This path needs a session; sign a challenge to open one.",
    "認証が必要です。チャレンジに署名してセッションを開いてください。"};
inline constexpr Text kForbidden{
    "The account of this session may not read this; use an account with the role for it.",
    "この口座には閲覧する権限がありません。権限のある口座で行ってください。"};
inline constexpr Text kNotFound{"There is nothing at this path; check the id or the name.",
                                "見つかりません。番号や名前を確認してください。"};
inline constexpr Text kMethodNotAllowed{"This path does not take that method.",
                                        "このパスでは、そのメソッドは使えません。"};
inline constexpr Text kNotYetPublished{
    "The entry is committed and its head is not published yet; ask again in a moment.",
    "記録は確定しましたが、まだ公開されていません。少し待ってからもう一度お試しください。"};
inline constexpr Text kTooLarge{"The request is over a limit; send less at once.",
                                "リクエストが大きすぎます。分けて送ってください。"};
inline constexpr Text kUnsupportedMediaType{"This path does not take that media type.",
                                            "このパスでは、そのメディア種別は使えません。"};
inline constexpr Text kQueueFull{
    "Too many instructions are waiting; send the same bytes again later.",
    "混み合っています。しばらくしてから同じ内容を送り直してください。"};
inline constexpr Text kProblemOutcomeUnknown{
    "It is not known whether the instruction was accepted; send the same bytes again.",
    "受け付けられたかどうか確認できませんでした。同じ内容を送り直してください。"};
inline constexpr Text kLedgerReadOnly{
    "The ledger takes no instructions now, reads continue; try again later or ask the operator.",
    "台帳は現在、閲覧だけできます。後でもう一度お試しいただくか、運用担当にお問い合わせください。"};
inline constexpr Text kStopping{
    "The server is stopping; send the same bytes again later.",
    "サーバーは停止中です。しばらくしてから同じ内容を送り直してください。"};
inline constexpr Text kInternalError{
    "The server failed; give the operator the request id, which finds the cause in its log.",
    "サーバーでエラーが発生しました。リクエストIDを運用担当に伝えてください。"};

}  // namespace enishi::texts
