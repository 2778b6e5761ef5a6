// Where std::list, std::map and their kin change themselves inside the library, unwatched: what of
// it lies in a global variable is put back between schedules all the same. The library's functions,
// as libstdc++ names them.
#include <cstdint>

#include "explorer/interpose/real.h"
#include "explorer/schedule/run.h"

using namespace explorer;

namespace {

struct ListNode {
  ListNode* next;
  ListNode* previous;
};

struct TreeNode {
  std::uintptr_t colour;
  TreeNode* parent;  // of the header: the root
  TreeNode* left;
  TreeNode* right;
};

template <class Node>
void keep(const Node* node) {
  const auto address = reinterpret_cast<std::uintptr_t>(node);
  if (self != nullptr && run.globals.contains(address)) run.globals.save(address, sizeof *node);
}

void keep_with_neighbours(const ListNode* node) {
  keep(node);
  keep(node->next);
  keep(node->previous);
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as a balanced tree
void keep_subtree(const TreeNode* root) {
  if (root == nullptr) return;
  keep(root);
  keep_subtree(root->left);
  keep_subtree(root->right);
}

void keep_tree(const TreeNode* header) {
  const auto address = reinterpret_cast<std::uintptr_t>(header);
  if (self == nullptr || !run.globals.contains(address)) return;
  keep(header);
  keep_subtree(header->parent);
}

template <class Function>
Function real_one(Function& kept, const char* name) {
  if (kept == nullptr) kept = reinterpret_cast<Function>(next_symbol(name));
  return kept;
}

constexpr const char* kHook = "_ZNSt8__detail15_List_node_base7_M_hookEPS0_";
constexpr const char* kUnhook = "_ZNSt8__detail15_List_node_base9_M_unhookEv";
constexpr const char* kTransfer = "_ZNSt8__detail15_List_node_base11_M_transferEPS0_S1_";
constexpr const char* kSwap = "_ZNSt8__detail15_List_node_base4swapERS0_S1_";
constexpr const char* kInsert = "_ZSt29_Rb_tree_insert_and_rebalancebPSt18_Rb_tree_node_baseS0_RS_";
constexpr const char* kErase = "_ZSt28_Rb_tree_rebalance_for_erasePSt18_Rb_tree_node_baseRS_";

}  // namespace

EXPLORER_HOOK void explorer_list_hook(ListNode* node, ListNode* position) noexcept
    asm("_ZNSt8__detail15_List_node_base7_M_hookEPS0_");
EXPLORER_HOOK void explorer_list_hook(ListNode* node, ListNode* position) noexcept {
  keep_with_neighbours(position);
  static void (*real)(ListNode*, ListNode*);
  real_one(real, kHook)(node, position);
}

EXPLORER_HOOK void explorer_list_unhook(ListNode* node) noexcept
    asm("_ZNSt8__detail15_List_node_base9_M_unhookEv");
EXPLORER_HOOK void explorer_list_unhook(ListNode* node) noexcept {
  keep_with_neighbours(node);
  static void (*real)(ListNode*);
  real_one(real, kUnhook)(node);
}

EXPLORER_HOOK void explorer_list_transfer(ListNode* to, ListNode* first, ListNode* last) noexcept
    asm("_ZNSt8__detail15_List_node_base11_M_transferEPS0_S1_");
EXPLORER_HOOK void explorer_list_transfer(ListNode* to, ListNode* first, ListNode* last) noexcept {
  keep_with_neighbours(to);
  keep_with_neighbours(first);
  keep_with_neighbours(last);
  static void (*real)(ListNode*, ListNode*, ListNode*);
  real_one(real, kTransfer)(to, first, last);
}

EXPLORER_HOOK void explorer_list_swap(ListNode* one, ListNode* other) noexcept
    asm("_ZNSt8__detail15_List_node_base4swapERS0_S1_");
EXPLORER_HOOK void explorer_list_swap(ListNode* one, ListNode* other) noexcept {
  keep_with_neighbours(one);
  keep_with_neighbours(other);
  static void (*real)(ListNode*, ListNode*);
  real_one(real, kSwap)(one, other);
}

EXPLORER_HOOK void explorer_tree_insert(bool left, void* node, void* parent,
                                        TreeNode* header) noexcept
    asm("_ZSt29_Rb_tree_insert_and_rebalancebPSt18_Rb_tree_node_baseS0_RS_");
EXPLORER_HOOK void explorer_tree_insert(bool left, void* node, void* parent,
                                        TreeNode* header) noexcept {
  keep_tree(header);
  static void (*real)(bool, void*, void*, TreeNode*);
  real_one(real, kInsert)(left, node, parent, header);
}

EXPLORER_HOOK void* explorer_tree_erase(void* node, TreeNode* header) noexcept
    asm("_ZSt28_Rb_tree_rebalance_for_erasePSt18_Rb_tree_node_baseRS_");
EXPLORER_HOOK void* explorer_tree_erase(void* node, TreeNode* header) noexcept {
  keep_tree(header);
  static void* (*real)(void*, TreeNode*);
  return real_one(real, kErase)(node, header);
}
