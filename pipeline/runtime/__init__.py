"""What every process of ours needs: its parent, its heartbeat file, its logs, its ports."""
